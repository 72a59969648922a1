package io.wave.trials;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiConsumer;

/** Reads the spans of a request of OTLP over HTTP in Protobuf, as far as tests look at them. */
final class SpanReader {

    private SpanReader() {}

    /**
     * A span.
     *
     * @param service the service that has sent it
     * @param parent the id of its parent; empty for the first one of a trace
     * @param text all texts in it: attributes and events
     */
    record Span(String service, String name, String traceId, String id, String parent, List<String> text) {}

    /** The spans of an {@code ExportTraceServiceRequest}. */
    static List<Span> read(byte[] request) {
        List<Span> spans = new ArrayList<>();
        fields(ByteBuffer.wrap(request), (_, resourceSpans) -> {
            List<ByteBuffer> found = new ArrayList<>();
            List<String> service = new ArrayList<>();
            fields(resourceSpans, (field, content) -> {
                if (field == 1) {
                    texts(content, service);
                } else if (field == 2) {
                    fields(content, (inner, span) -> {
                        if (inner == 2) {
                            found.add(span);
                        }
                    });
                }
            });
            String name = service.get(service.indexOf("service.name") + 1);
            found.forEach(span -> spans.add(span(name, span)));
        });
        return spans;
    }

    private static Span span(String service, ByteBuffer content) {
        String[] values = {"", "", "", ""};
        List<String> text = new ArrayList<>();
        fields(content, (field, value) -> {
            switch (field) {
                case 1 -> values[0] = hex(value);
                case 2 -> values[1] = hex(value);
                case 4 -> values[2] = hex(value);
                case 5 -> values[3] = string(value);
                case 9, 11, 15 -> texts(value, text);
                default -> {}
            }
        });
        return new Span(service, values[3], values[0], values[1], values[2], text);
    }

    /** The strings in nested messages: what is no message is a string. */
    private static void texts(ByteBuffer content, List<String> found) {
        try {
            List<String> inner = new ArrayList<>();
            fields(content.duplicate(), (_, value) -> texts(value, inner));
            found.addAll(inner);
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException noMessage) {
            found.add(string(content));
        }
    }

    /** Passes on the fields that have a length; numbers are skipped. */
    private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> use) {
        ByteBuffer rest = message.slice().order(ByteOrder.LITTLE_ENDIAN);
        while (rest.hasRemaining()) {
            int key = (int) varint(rest);
            switch (key & 7) {
                case 0 -> varint(rest);
                case 1 -> rest.getLong();
                case 2 -> {
                    int length = (int) varint(rest);
                    if (length < 0 || length > rest.remaining() || key >>> 3 == 0) {
                        throw new IllegalArgumentException("no message");
                    }
                    use.accept(key >>> 3, rest.slice(rest.position(), length));
                    rest.position(rest.position() + length);
                }
                case 5 -> rest.getInt();
                default -> throw new IllegalArgumentException("no message");
            }
        }
    }

    private static long varint(ByteBuffer buffer) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = buffer.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("no message");
    }

    private static String hex(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String string(ByteBuffer value) {
        return StandardCharsets.UTF_8.decode(value.duplicate()).toString();
    }
}
