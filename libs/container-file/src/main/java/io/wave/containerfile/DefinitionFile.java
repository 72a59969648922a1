package io.wave.containerfile;

import io.wave.containerfile.stage.Value;
import io.wave.containerfile.syntax.Blanks;
import io.wave.containerfile.syntax.Dialect;
import io.wave.containerfile.syntax.InvalidContainerFileException;
import io.wave.containerfile.syntax.PhysicalLines;
import io.wave.containerfile.syntax.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A Singularity definition: each stage has a header of keys and values, and sections that start with {@code %}. */
public final class DefinitionFile {

    private static final String BOOTSTRAP = "bootstrap";

    private final List<Map<String, Entry>> headers;
    private final Map<String, String> arguments;

    /** A value of a header, not expanded. */
    private record Entry(int line, String value) {}

    private DefinitionFile(List<Map<String, Entry>> headers, Map<String, String> arguments) {
        this.headers = headers;
        this.arguments = arguments;
    }

    /**
     * The header of a stage, with template variables replaced.
     *
     * @param bootstrap agent that provides the base image
     */
    public record Header(int line, Value bootstrap, Map<String, Value> values) {

        public Header {
            values = Map.copyOf(values);
        }

        /** The value of a key, given in lower case. */
        public Optional<Value> value(String key) {
            return Optional.ofNullable(values.get(key));
        }
    }

    /**
     * Parses a definition.
     *
     * @throws InvalidContainerFileException if the definition is too long
     */
    public static DefinitionFile parse(String text) {
        if (text.length() > ContainerFile.MAX_LENGTH) {
            throw new InvalidContainerFileException(
                    "must not be longer than %d characters".formatted(ContainerFile.MAX_LENGTH));
        }
        List<Map<String, Entry>> headers = new ArrayList<>();
        Map<String, String> arguments = new HashMap<>();
        PhysicalLines lines = new PhysicalLines(text, Dialect.BUILDKIT);
        String section = "";
        while (lines.hasNext()) {
            String line = Blanks.trim(lines.next());
            int hash = line.indexOf('#');
            String plain = hash < 0 ? line : line.substring(0, hash);
            int colon = plain.indexOf(':');
            String key = colon < 0 ? "" : Blanks.trim(plain.substring(0, colon)).toLowerCase(Locale.ROOT);
            if (key.equals(BOOTSTRAP)) {
                headers.add(new HashMap<>());
                section = "";
            } else if (line.startsWith("%")) {
                section = line;
            }
            if (section.isEmpty() && colon > 0) {
                if (headers.isEmpty()) {
                    headers.add(new HashMap<>());
                }
                headers.getLast().put(key, new Entry(lines.number(), Blanks.trim(plain.substring(colon + 1))));
            } else if (section.toLowerCase(Locale.ROOT).startsWith("%arguments")) {
                argument(line, arguments);
            }
        }
        return new DefinitionFile(headers, arguments);
    }

    private static void argument(String line, Map<String, String> arguments) {
        int equals = line.indexOf('=');
        if (equals > 0) {
            String value = Blanks.trim(line.substring(equals + 1));
            arguments.put(Blanks.trim(line.substring(0, equals)), Words.unquoted(value, '\\'));
        }
    }

    /** The headers of the stages in order. */
    public List<Header> headers() {
        return headers.stream().map(this::header).toList();
    }

    private Header header(Map<String, Entry> entries) {
        Map<String, Value> values = new HashMap<>();
        entries.forEach((key, entry) -> values.put(key, value(entry.value())));
        int line = entries.values().stream().mapToInt(Entry::line).min().orElse(1);
        return new Header(line, values.getOrDefault(BOOTSTRAP, new Value.Known("")), values);
    }

    /** Replaces {@code {{ name }}} with the default of the argument. */
    private Value value(String text) {
        StringBuilder plain = new StringBuilder();
        int at = 0;
        for (int start = text.indexOf("{{"); start >= 0; start = text.indexOf("{{", at)) {
            int end = text.indexOf("}}", start);
            String name = end < 0 ? "" : Blanks.trim(text.substring(start + 2, end));
            if (!arguments.containsKey(name)) {
                return new Value.Unknown(text, "the argument '%s' has no default".formatted(name));
            }
            plain.append(text, at, start).append(arguments.get(name));
            at = end + 2;
        }
        return new Value.Known(plain.append(text.substring(at)).toString());
    }
}
