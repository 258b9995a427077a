package reel.protect.layout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reel.raptorq.MalformedInput;
import reel.raptorq.ObjectParameters;
import reel.stream.Corrupt;
import reel.stream.Refused;
import reel.stream.hash.Hash;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads a layout file member by member and checks what it says; one use.
final class LayoutParser {
    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(-1)
                    .maxTokenCount(-1)
                    .maxNestingDepth(16)
                    .maxStringLength(4096)
                    .maxNameLength(256)
                    .maxNumberLength(20)
                    .build())
            .build();

    private final Path path;
    private @Nullable LayoutShape shape;
    private List<BlockEntry> blocks = new ArrayList<>();

    LayoutParser(Path path) {
        this.path = path;
    }

    LayoutShape shape() {
        return Objects.requireNonNull(shape, "document() was not called");
    }

    List<BlockEntry> blocks() {
        return blocks;
    }

    /// One block as the file has it, before its neighbours are known.
    private record Draft(
            @Nullable String id,
            long number,
            byte @Nullable [] parameters,
            long offset,
            long size,
            long symbols,
            @Nullable Hash hash,
            long from,
            long to) {}

    void document(JsonParser json) throws IOException {
        expect(json, json.nextToken(), JsonToken.START_OBJECT, "an object");
        byte[] common = null;
        List<Draft> drafts = null;
        long symbols = -1;
        long from = 0;
        long to = 0;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = name(json);
            JsonToken value = json.nextToken();
            switch (name) {
                case "encoder_parameters" -> common = value == JsonToken.VALUE_NULL ? null : parameters(json, value);
                case "blocks" -> drafts = value == JsonToken.VALUE_NULL ? null : drafts(json, value);
                case "symbols" -> {
                    if (value != JsonToken.VALUE_NULL) {
                        from = json.currentTokenLocation().getByteOffset();
                        symbols = readIds(path, json, value, null);
                        to = json.currentLocation().getByteOffset();
                    }
                }
                case "version", "format", "format_version" ->
                    throw new Refused(
                            path.toString(),
                            "a layout of another version: it has a member '" + name + "'",
                            "Use the program that wrote it, or a newer reel.");
                default -> json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw wrong(json, "the end of the file", "more text");
        }
        if (drafts == null && symbols < 0) {
            throw new Refused(
                    path.toString(),
                    "not a layout this program knows: it has neither blocks nor symbols",
                    "Check that it is the layout file of a symbol folder.");
        }
        if (drafts != null) {
            boolean chunked = common != null || drafts.stream().anyMatch(draft -> draft.id != null);
            shape = chunked ? LayoutShape.CHUNKED : LayoutShape.MODERN;
            place(drafts, common);
        } else {
            shape = LayoutShape.UNCHUNKED;
            single(common, symbols, from, to);
        }
    }

    private void single(byte @Nullable [] common, long symbols, long from, long to) throws IOException {
        if (common == null) {
            throw damaged("encoder_parameters", "none");
        }
        ObjectParameters parameters = checked(common);
        blocks = List.of(new BlockEntry(
                0, "", parameters, 0, parameters.transferLength(), requireSome(0, symbols), null, from, to));
    }

    private List<Draft> drafts(JsonParser json, JsonToken value) throws IOException {
        expect(json, value, JsonToken.START_ARRAY, "an array of blocks");
        List<Draft> drafts = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (drafts.size() == LayoutFile.MOST_BLOCKS) {
                throw wrong(json, "at most " + LayoutFile.MOST_BLOCKS + " blocks", "more");
            }
            drafts.add(draft(json));
        }
        return drafts;
    }

    private Draft draft(JsonParser json) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_OBJECT, "a block");
        long from = json.currentTokenLocation().getByteOffset();
        String id = null;
        long number = -1;
        byte[] own = null;
        long offset = -1;
        long size = -1;
        long symbols = -1;
        Hash hash = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = name(json);
            JsonToken value = json.nextToken();
            switch (name) {
                case "block_id" -> {
                    if (value == JsonToken.VALUE_STRING) {
                        id = json.getString();
                        number = chunkNumber(id);
                    } else {
                        number = number(json, value, name);
                    }
                }
                case "encoder_parameters" -> own = value == JsonToken.VALUE_NULL ? null : parameters(json, value);
                case "original_offset" -> offset = number(json, value, name);
                case "size" -> size = number(json, value, name);
                case "symbols" -> symbols = readIds(path, json, value, null);
                case "hash" -> hash = value == JsonToken.VALUE_NULL ? null : id(path, json, value);
                default -> json.skipChildren();
            }
        }
        return new Draft(
                id,
                number,
                own,
                offset,
                size,
                symbols,
                hash,
                from,
                json.currentLocation().getByteOffset());
    }

    /// The number in `chunk_7` or `block_7`; anything else, a path above all, is refused.
    private long chunkNumber(String id) throws Refused {
        String digits = id.startsWith("chunk_") || id.startsWith("block_") ? id.substring("chunk_".length()) : "";
        if (!digits.matches("0|[1-9][0-9]{0,8}")) {
            throw new Refused(
                    path.toString(),
                    "'" + printable(id) + "' is no block id: expected chunk_ and a number",
                    "Do not use this layout: it was not written by an encoder.");
        }
        return Long.parseLong(digits);
    }

    /// Puts the blocks in order and checks that they are all there, side by side.
    private void place(List<Draft> drafts, byte @Nullable [] common) throws IOException {
        List<Draft> sorted = new ArrayList<>(drafts);
        sorted.sort(Comparator.comparingLong(Draft::number));
        long end = 0;
        for (int i = 0; i < sorted.size(); i++) {
            Draft draft = sorted.get(i);
            if (draft.number != i) {
                throw damaged("block " + i, draft.number < 0 ? "a block without id" : "block " + draft.number);
            }
            if (draft.offset != end) {
                throw damaged(
                        "block " + i + " at byte " + end + " of the source",
                        draft.offset < end ? "it overlapping at " + draft.offset : "a gap up to " + draft.offset);
            }
            byte[] parameters = draft.parameters == null ? common : draft.parameters;
            if (parameters == null) {
                throw damaged("encoder_parameters of block " + i, "none");
            }
            ObjectParameters object = parameters(i, parameters, draft);
            String name = draft.id == null ? "block_" + i : draft.id;
            blocks.add(new BlockEntry(
                    i, name, object, end, draft.size, requireSome(i, draft.symbols), draft.hash, draft.from, draft.to));
            end = Math.addExact(end, draft.size);
        }
    }

    /// A block's own parameters, or those of the whole layout with the block's length.
    private ObjectParameters parameters(int index, byte[] bytes, Draft draft) throws IOException {
        if (draft.size < 1 || draft.size > ObjectParameters.MAX_TRANSFER_LENGTH) {
            throw damaged("block " + index + " of 1 byte or more", draft.size + " bytes");
        }
        ObjectParameters object = checked(bytes);
        if (object.transferLength() == draft.size) {
            return object;
        }
        if (draft.parameters != null) {
            throw damaged(
                    "parameters of " + draft.size + " bytes in block " + index,
                    "of " + object.transferLength() + " bytes");
        }
        try {
            return ObjectParameters.derive(draft.size, object.symbolSize(), LayoutFile.DECODER_MEMORY_BYTES);
        } catch (MalformedInput wrong) {
            throw LayoutFile.damaged(
                    path, -1, "encoder_parameters that fit block " + index, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private ObjectParameters checked(byte[] bytes) throws Corrupt {
        try {
            return ObjectParameters.parse(bytes);
        } catch (MalformedInput wrong) {
            throw LayoutFile.damaged(
                    path, -1, "possible encoder_parameters", String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private long requireSome(int block, long symbols) throws Corrupt {
        if (symbols < 1) {
            throw damaged("the symbols of block " + block, "none");
        }
        return symbols;
    }

    private byte[] parameters(JsonParser json, JsonToken value) throws IOException {
        expect(json, value, JsonToken.START_ARRAY, "12 numbers");
        byte[] bytes = new byte[ObjectParameters.BYTES];
        int count = 0;
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            long octet = number(json, next, "encoder_parameters");
            if (octet > 255 || count == bytes.length) {
                throw wrong(json, "12 numbers of 0 to 255", octet > 255 ? octet + "" : "more than 12");
            }
            bytes[count++] = (byte) octet;
        }
        if (count < bytes.length) {
            throw wrong(json, "12 numbers of 0 to 255", "only " + count);
        }
        return bytes;
    }

    /// The ids of the first `symbols` member, or of the array that `json` begins with.
    static void ids(Path path, JsonParser json, SymbolIds into) throws IOException {
        JsonToken first = json.nextToken();
        if (first == JsonToken.START_ARRAY) {
            long unused = readIds(path, json, first, into);
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean symbols = "symbols".equals(json.currentName());
            JsonToken value = json.nextToken();
            if (symbols) {
                long unused = readIds(path, json, value, into);
                return;
            }
            json.skipChildren();
        }
    }

    private static long readIds(Path path, JsonParser json, JsonToken value, @Nullable SymbolIds into)
            throws IOException {
        expect(path, json, value, JsonToken.START_ARRAY, "an array of symbol ids");
        long count = 0;
        for (JsonToken next = json.nextToken(); next != JsonToken.END_ARRAY; next = json.nextToken()) {
            Hash id = id(path, json, next);
            if (into != null) {
                into.add(id);
            }
            count++;
        }
        return count;
    }

    private static Hash id(Path path, JsonParser json, JsonToken value) throws IOException {
        expect(path, json, value, JsonToken.VALUE_STRING, "a symbol id");
        String text = json.getString();
        Hash id = Base58.decode(text);
        if (id == null) {
            throw new Refused(
                    path.toString(),
                    "'" + printable(text) + "' is no symbol id: expected a 32-byte hash in base 58",
                    "Do not use this layout: it is damaged or was not written by an encoder.");
        }
        return id;
    }

    private static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(60)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private String name(JsonParser json) throws IOException {
        expect(json, json.currentToken(), JsonToken.PROPERTY_NAME, "a member");
        return json.currentName();
    }

    private long number(JsonParser json, JsonToken value, String name) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_INT
                || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                || json.getLongValue() < 0) {
            throw wrong(json, name + " as a whole number from 0", String.valueOf(json.getString()));
        }
        return json.getLongValue();
    }

    private void expect(JsonParser json, @Nullable JsonToken found, JsonToken wanted, String what) throws IOException {
        expect(path, json, found, wanted, what);
    }

    private static void expect(Path path, JsonParser json, @Nullable JsonToken found, JsonToken wanted, String what)
            throws IOException {
        if (found != wanted) {
            throw LayoutFile.damaged(
                    path,
                    json.currentTokenLocation().getByteOffset(),
                    what,
                    found == null ? "the end of the file" : printable(found.toString()),
                    null);
        }
    }

    private Corrupt wrong(JsonParser json, String expected, String found) {
        return LayoutFile.damaged(path, json.currentTokenLocation().getByteOffset(), expected, printable(found), null);
    }

    private Corrupt damaged(String expected, String found) {
        return LayoutFile.damaged(path, -1, expected, found, null);
    }
}
