package reel.backend.http;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import reel.stream.Corrupt;

/// Reads the answer to a PROPFIND (RFC 4918 §14.16) one resource at a time, so that a folder of any length takes
/// little memory.
final class Multistatus {
    private static final String DAV = "DAV:";
    private static final int MOST_DEPTH = 32;
    private static final int MOST_TEXT = 64 << 10;
    private static final XMLInputFactory FACTORY = factory();

    private Multistatus() {}

    /// What a server says of one resource.
    ///
    /// @param href as it is written there
    record Resource(
            String href,
            boolean collection,
            @Nullable String length,
            @Nullable String modified,
            @Nullable String tag) {}

    /// Takes resources.
    @FunctionalInterface
    interface Sink {
        void accept(Resource resource) throws IOException;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    static void read(String shown, InputStream in, Sink sink) throws IOException {
        try {
            XMLStreamReader reader;
            synchronized (FACTORY) {
                reader = FACTORY.createXMLStreamReader(in);
            }
            boolean ended = read(shown, reader, sink);
            if (!ended) {
                throw wrong(shown, "a listing", "another document");
            }
        } catch (XMLStreamException broken) {
            if (broken.getNestedException() instanceof IOException cut) {
                throw cut;
            }
            throw wrong(shown, "an XML listing", "no XML");
        }
    }

    private static boolean read(String shown, XMLStreamReader reader, Sink sink)
            throws XMLStreamException, IOException {
        int depth = 0;
        boolean multistatus = false;
        Building building = new Building();
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MOST_DEPTH) {
                        throw wrong(shown, "a flat listing", "one of many levels");
                    }
                    text.setLength(0);
                    if (DAV.equals(reader.getNamespaceURI())) {
                        multistatus |= depth == 1 && reader.getLocalName().equals("multistatus");
                        building.begin(reader.getLocalName());
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (text.length() + reader.getTextLength() > MOST_TEXT) {
                        throw wrong(shown, "short properties", "a long one");
                    }
                    text.append(reader.getText());
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (DAV.equals(reader.getNamespaceURI())) {
                        @Nullable
                        Resource whole = building.end(
                                reader.getLocalName(), text.toString().strip());
                        if (whole != null) {
                            sink.accept(whole);
                        }
                    }
                    text.setLength(0);
                }
                default -> {}
            }
        }
        return multistatus;
    }

    /// One `response` while its elements come.
    private static final class Building {
        private @Nullable String href;
        private boolean collection;
        private @Nullable String length;
        private @Nullable String modified;
        private @Nullable String tag;
        /// Whether a status is about some properties, not about the resource.
        private boolean inside;
        private boolean gone;

        void begin(String name) {
            if (name.equals("response")) {
                href = null;
                collection = false;
                length = null;
                modified = null;
                tag = null;
                inside = false;
                gone = false;
            } else if (name.equals("propstat")) {
                inside = true;
            } else if (name.equals("collection")) {
                collection = true;
            }
        }

        @Nullable
        Resource end(String name, String text) {
            switch (name) {
                case "href" -> href = href == null ? text : href;
                // What the server does not know it tells once more, empty, with another status.
                case "getcontentlength" -> length = text.isEmpty() ? length : text;
                case "getlastmodified" -> modified = text.isEmpty() ? modified : text;
                case "getetag" -> tag = text.isEmpty() ? tag : text;
                case "propstat" -> inside = false;
                case "status" -> gone |= !inside && !text.contains(" 2");
                case "response" -> {
                    return href == null || gone ? null : new Resource(href, collection, length, modified, tag);
                }
                default -> {}
            }
            return null;
        }
    }

    private static Corrupt wrong(String shown, String expected, String actual) {
        return new Corrupt(
                shown, -1, expected + " from the server", actual, "Check that the address is a WebDAV folder.", null);
    }
}
