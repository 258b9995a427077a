package reel.backend.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// An element of a short XML document, as services answer with them: its children and its text.
///
/// Names are local ones; services change their namespaces more often than their elements.
public final class Xml {
    /// Deeper than any answer; a peer that nests deeper wants our stack and memory.
    private static final int MOST_DEPTH = 32;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    private static final XMLInputFactory FACTORY = factory();

    private final String name;
    private final Map<String, String> attributes = new HashMap<>();
    private final List<Xml> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private Xml(String name) {
        this.name = name;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /// The root element of a document.
    ///
    /// @param shown what the document is about
    /// @param in    bounded by whoever gives it ([Answer#stream])
    public static Xml read(String shown, InputStream in) throws IOException {
        try {
            XMLStreamReader reader;
            synchronized (FACTORY) {
                reader = FACTORY.createXMLStreamReader(in);
            }
            return read(shown, reader);
        } catch (XMLStreamException broken) {
            if (broken.getNestedException() instanceof IOException cut) {
                throw cut;
            }
            throw Head.wrong(shown, "an XML answer", "no XML");
        }
    }

    private static Xml read(String shown, XMLStreamReader reader) throws XMLStreamException, IOException {
        Deque<Xml> open = new ArrayDeque<>();
        @Nullable Xml root = null;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    Xml element = new Xml(reader.getLocalName());
                    for (int i = 0; i < reader.getAttributeCount(); i++) {
                        element.attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
                    }
                    if (open.size() >= MOST_DEPTH) {
                        throw Head.wrong(shown, "a flat XML answer", "one of many levels");
                    }
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.element().children.add(element);
                    }
                    open.push(element);
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!open.isEmpty()) {
                        open.element().text.append(reader.getText());
                    }
                }
                default -> {}
            }
        }
        if (root == null) {
            throw Head.wrong(shown, "an XML answer", "nothing");
        }
        return root;
    }

    public String name() {
        return name;
    }

    /// Null where it has none of that name.
    public @Nullable String attribute(String wanted) {
        return attributes.get(wanted);
    }

    public String text() {
        return text.toString();
    }

    /// The children of a name.
    public List<Xml> all(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).toList();
    }

    public List<Xml> children() {
        return children;
    }

    /// The first child of a name; null where there is none.
    public @Nullable Xml child(String wanted) {
        for (Xml child : children) {
            if (child.name.equals(wanted)) {
                return child;
            }
        }
        return null;
    }

    /// The text of the first child of a name; null where there is none.
    public @Nullable String text(String wanted) {
        @Nullable Xml child = child(wanted);
        return child == null ? null : child.text();
    }

    /// The text of a child that every answer of this kind has.
    public String require(String shown, String wanted) throws IOException {
        @Nullable String found = text(wanted);
        if (found == null) {
            throw Head.wrong(shown, wanted + " in the answer", "none");
        }
        return found;
    }

    /// A child's number of at least zero.
    public long number(String shown, String wanted) throws IOException {
        String digits = require(shown, wanted);
        if (!NUMBER.matcher(digits).matches()) {
            throw Head.wrong(shown, wanted + " as a number", "something else");
        }
        return Long.parseLong(digits);
    }

    /// `text` as it stands between tags.
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                default -> {
                    if (c < ' ') {
                        out.append("&#").append((int) c).append(';');
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.toString();
    }
}
