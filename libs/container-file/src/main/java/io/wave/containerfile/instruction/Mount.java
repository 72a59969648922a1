package io.wave.containerfile.instruction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A mount of a {@code RUN} instruction.
 *
 * @param options options in order; an option without value has an empty one
 */
public record Mount(List<Option> options) {

    /**
     * An option.
     *
     * @param name name in lower case
     * @param value value, not expanded
     */
    public record Option(String name, String value) {

        private static Option parse(String field) {
            int equals = field.indexOf('=');
            String name = equals < 0 ? field : field.substring(0, equals);
            return new Option(name.strip().toLowerCase(Locale.ROOT), equals < 0 ? "" : field.substring(equals + 1));
        }
    }

    public Mount {
        options = List.copyOf(options);
    }

    /** Parses comma-separated options; those in double quotes may contain commas. */
    public static Mount parse(String text) {
        List<Option> options = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '"') {
                quoted = !quoted;
            } else if (unit == ',' && !quoted) {
                options.add(Option.parse(field.toString()));
                field.setLength(0);
            } else {
                field.append(unit);
            }
        }
        options.add(Option.parse(field.toString()));
        return new Mount(options);
    }

    /** All values of an option. If it is given more than once, builders differ in which one they use. */
    public List<String> values(String name) {
        return options.stream()
                .filter(option -> option.name().equals(name))
                .map(Option::value)
                .toList();
    }

    /** The last mount type, {@code bind} if not given. */
    public String type() {
        List<String> types = values("type");
        return types.isEmpty() ? "bind" : types.getLast().toLowerCase(Locale.ROOT);
    }

    /** The last value of an option. */
    public Optional<String> value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }
}
