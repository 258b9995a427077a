package reel.cli.screen;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// One JSON value, written as it is told, so that an array of any length needs no memory.
public final class JsonOut {
    private final JsonGenerator to;

    private JsonOut(JsonGenerator to) {
        this.to = to;
    }

    /// What writes the members of an object or the elements of an array.
    @FunctionalInterface
    public interface Body {
        void write(JsonOut json) throws IOException;
    }

    static void write(OutputStream out, Body members) throws IOException {
        ObjectWriteContext indented = new ObjectWriteContext.Base() {
            @Override
            public DefaultPrettyPrinter getPrettyPrinter() {
                return new DefaultPrettyPrinter();
            }

            @Override
            public boolean hasPrettyPrinter() {
                return true;
            }
        };
        try (JsonGenerator to = new JsonFactory().createGenerator(indented, out, JsonEncoding.UTF8)) {
            to.writeStartObject();
            members.write(new JsonOut(to));
            to.writeEndObject();
        }
        out.write('\n');
    }

    /// The same on one line, for streams of objects.
    static void writeLine(OutputStream out, Body members) throws IOException {
        try (JsonGenerator to = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8)) {
            to.writeStartObject();
            members.write(new JsonOut(to));
            to.writeEndObject();
        }
        out.write('\n');
    }

    public JsonOut put(String name, @Nullable String value) {
        to.writeName(name);
        if (value == null) {
            to.writeNull();
        } else {
            to.writeString(value);
        }
        return this;
    }

    public JsonOut put(String name, long value) {
        to.writeNumberProperty(name, value);
        return this;
    }

    public JsonOut put(String name, double value) {
        to.writeNumberProperty(name, value);
        return this;
    }

    public JsonOut put(String name, boolean value) {
        to.writeBooleanProperty(name, value);
        return this;
    }

    /// A name of bytes: as text, and where it is not UTF-8 also as `<name>_bytes`, in hexadecimal.
    public JsonOut name(String name, byte[] bytes) {
        put(name, new String(bytes, java.nio.charset.StandardCharsets.UTF_8));
        if (!Quoting.isText(bytes)) {
            put(name + "_bytes", HexFormat.of().formatHex(bytes));
        }
        return this;
    }

    public JsonOut object(String name, Body members) throws IOException {
        to.writeName(name);
        return object(members);
    }

    public JsonOut array(String name, Body elements) throws IOException {
        to.writeName(name);
        to.writeStartArray();
        elements.write(this);
        to.writeEndArray();
        return this;
    }

    /// An element of an array that is an object.
    public JsonOut object(Body members) throws IOException {
        to.writeStartObject();
        members.write(this);
        to.writeEndObject();
        return this;
    }

    /// An element of an array that is text.
    public JsonOut add(String value) {
        to.writeString(value);
        return this;
    }
}
