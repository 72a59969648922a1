package io.wave.builder.containerfile;

import io.wave.builder.context.InvalidContextException;
import io.wave.containerfile.DefinitionFile;
import io.wave.containerfile.LocalTransport;
import io.wave.containerfile.stage.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a Singularity definition may not do: start from, copy, or run on the files of the build worker. */
public final class DefinitionRules {

    private static final String CONTEXT = "{{wave_context_dir}}";

    /** What the shell that the builder lists files with does not take as it stands. */
    private static final String SHELL = "$`\\;&|<>()'{}!";

    private static final String WILDCARDS = "*?[";

    private DefinitionRules() {}

    /**
     * Checks a definition.
     *
     * @throws InvalidContextException if it breaks a rule
     */
    public static void check(String definition) {
        for (DefinitionFile.Header header : DefinitionFile.parse(definition).headers()) {
            checkAgent(header);
        }
        boolean files = false;
        boolean listed = false;
        int number = 0;
        for (String line : (Iterable<String>) definition.lines()::iterator) {
            number++;
            String text = line.strip();
            checkTemplates(text, listed, number);
            if (text.startsWith("%")) {
                files = section(text, number);
                String name = text.toLowerCase(Locale.ROOT);
                listed = name.startsWith("%files") || name.startsWith("%appfiles");
            } else if (listed && !text.isEmpty() && !text.startsWith("#")) {
                checkWords(text, number);
                if (files) {
                    checkFile(text, number);
                }
            }
        }
    }

    /** They are replaced before the builder reads sections, agents and files. */
    private static void checkTemplates(String text, boolean listed, int number) {
        String plain = text.replace(CONTEXT, "");
        boolean decides = listed
                || plain.split("\\s", 2)[0].contains("{{")
                || plain.toLowerCase(Locale.ROOT).startsWith("bootstrap");
        if (decides && plain.contains("{{")) {
            throw refused(
                    number,
                    "'%.100s' has a template variable, which cannot stand here; write its value out".formatted(text));
        }
    }

    /** The builder lists files with the worker's own shell. */
    private static void checkWords(String text, int number) {
        String plain = text.replace(CONTEXT, "");
        if (plain.chars().anyMatch(unit -> SHELL.indexOf(unit) >= 0) || hasHiddenWildcard(plain)) {
            throw refused(number, "'%.100s' has characters that a shell interprets; rename the file".formatted(text));
        }
    }

    /** Such as {@code .?}, which finds {@code ..} too. */
    private static boolean hasHiddenWildcard(String text) {
        return Arrays.stream(text.split("[/\\s\"]++"))
                .anyMatch(part -> part.startsWith(".") && part.chars().anyMatch(unit -> WILDCARDS.indexOf(unit) >= 0));
    }

    private static void checkAgent(DefinitionFile.Header header) {
        switch (header.bootstrap()) {
            case Value.Unknown(String written, String reason) ->
                throw refused(
                        header.line(),
                        "Bootstrap '%.100s' is not known before the build: %s".formatted(written, reason));
            case Value.Known(String agent) -> {
                if (LocalTransport.of(agent + ":").isPresent()) {
                    throw refused(
                            header.line(),
                            "Bootstrap '%.100s' starts from a file of the builder; only images of registries may be named"
                                    .formatted(agent));
                }
            }
        }
    }

    /** Whether it lists files of the worker. */
    private static boolean section(String text, int number) {
        List<String> words = Arrays.asList(text.toLowerCase(Locale.ROOT).split("\\s++"));
        return switch (words.getFirst()) {
            case "%setup", "%pre" ->
                throw refused(
                        number, "'%s' runs on the build worker, which is not allowed".formatted(words.getFirst()));
            case "%files" -> !words.contains("from");
            case "%appfiles" -> true;
            default -> false;
        };
    }

    private static void checkFile(String text, int number) {
        String source = text.startsWith("\"") ? text.substring(1) : text;
        boolean inContext = source.startsWith(CONTEXT + "/") || source.split("\\s++")[0].equals(CONTEXT);
        if (!inContext || Arrays.asList(source.split("[/\\s]++")).contains("..")) {
            throw refused(
                    number, "'%.100s' is no file of the build context; begin it with '%s/'".formatted(text, CONTEXT));
        }
    }

    private static InvalidContextException refused(int line, String words) {
        return new InvalidContextException("containerFile: line %d: %s".formatted(line, words));
    }
}
