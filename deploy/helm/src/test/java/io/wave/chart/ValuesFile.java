package io.wave.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of values in which each value has a comment that begins with two dashes.
 *
 * @param values in the order of the file
 */
record ValuesFile(List<Value> values) {

    private static final Pattern LINE = Pattern.compile("( *)(?:# -- (.+)|([A-Za-z]\\w*):(?: (.+))?)");
    private static final int INDENT = 2;

    /** A value with its path; only those with a comment are leaves. */
    record Value(String path, String text, String description) {}

    static ValuesFile read(Path file) {
        try {
            return new ValuesFile(parse(Files.readAllLines(file)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The lines below a described value belong to it. */
    private static List<Value> parse(List<String> lines) {
        List<Value> values = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        String description = "";
        int inside = Integer.MAX_VALUE;
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || parts.group(1).length() > inside) {
                continue;
            }
            int depth = parts.group(1).length() / INDENT;
            if (parts.group(2) != null) {
                description = parts.group(2);
                inside = Integer.MAX_VALUE;
                continue;
            }
            while (path.size() > depth) {
                path.removeLast();
            }
            path.addLast(parts.group(3));
            boolean described = !description.isEmpty();
            if (described || parts.group(4) != null) {
                String text = parts.group(4) == null ? "" : parts.group(4);
                values.add(new Value(String.join(".", path), text, description));
            }
            inside = described ? parts.group(1).length() : Integer.MAX_VALUE;
            description = "";
        }
        return values;
    }

    Stream<String> keys() {
        return values.stream().map(Value::path);
    }

    List<String> undescribed() {
        return values.stream()
                .filter(value -> value.description().isEmpty())
                .map(Value::path)
                .toList();
    }

    String table() {
        return values.stream()
                .map(value -> "| `%s` | %s | %s |%n"
                        .formatted(
                                value.path(),
                                shown(value.text()),
                                value.description().replace("|", "\\|")))
                .collect(Collectors.joining("", "| Key | Default | Meaning |\n|---|---|---|\n", ""));
    }

    private static String shown(String text) {
        return text.isEmpty() || text.equals("\"\"") ? "" : "`%s`".formatted(text);
    }
}
