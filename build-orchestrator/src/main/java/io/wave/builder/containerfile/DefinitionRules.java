package io.wave.builder.containerfile;

import io.wave.builder.context.InvalidContextException;
import io.wave.containerfile.DefinitionFile;
import io.wave.containerfile.LocalTransport;
import io.wave.containerfile.stage.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Rejects Singularity definitions that start from, copy, or execute files of the build worker. */
public final class DefinitionRules {

    private static final String CONTEXT = "{{wave_context_dir}}";

    /** Characters that are special to the shell by which the builder lists files. */
    private static final String SHELL = "$`\\;&|<>()'{}!";

    private static final String WILDCARDS = "*?[";

    private DefinitionRules() {}

    /**
     * Checks a definition.
     *
     * @throws InvalidContextException if it is not allowed
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

    /** Template variables are replaced before the builder parses sections, agents and files. */
    private static void checkTemplates(String text, boolean listed, int number) {
        String plain = text.replace(CONTEXT, "");
        boolean decides = listed
                || plain.split("\\s", 2)[0].contains("{{")
                || plain.toLowerCase(Locale.ROOT).startsWith("bootstrap");
        if (decides && plain.contains("{{")) {
            throw invalid(
                    number,
                    "'%.100s' template variables are not supported here; replace it by its value".formatted(text));
        }
    }

    /** The builder lists files by a shell of the worker. */
    private static void checkWords(String text, int number) {
        String plain = text.replace(CONTEXT, "");
        if (plain.chars().anyMatch(unit -> SHELL.indexOf(unit) >= 0) || hasHiddenWildcard(plain)) {
            throw invalid(
                    number,
                    "'%.100s' contains characters that are special to the shell; rename the file".formatted(text));
        }
    }

    /** Such as {@code .?}, which also matches {@code ..}. */
    private static boolean hasHiddenWildcard(String text) {
        return Arrays.stream(text.split("[/\\s\"]++"))
                .anyMatch(part -> part.startsWith(".") && part.chars().anyMatch(unit -> WILDCARDS.indexOf(unit) >= 0));
    }

    private static void checkAgent(DefinitionFile.Header header) {
        switch (header.bootstrap()) {
            case Value.Unknown(String written, String reason) ->
                throw invalid(
                        header.line(),
                        "Bootstrap '%.100s' is not known before the build: %s".formatted(written, reason));
            case Value.Known(String agent) -> {
                if (LocalTransport.of(agent + ":").isPresent()) {
                    throw invalid(
                            header.line(),
                            "Bootstrap '%.100s' uses a file of the builder; only images in registries are allowed"
                                    .formatted(agent));
                }
            }
        }
    }

    /** Whether the section lists files of the worker. */
    private static boolean section(String text, int number) {
        List<String> words = Arrays.asList(text.toLowerCase(Locale.ROOT).split("\\s++"));
        return switch (words.getFirst()) {
            case "%setup", "%pre" ->
                throw invalid(
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
            throw invalid(
                    number,
                    "'%.100s' is not a file of the build context; start it with '%s/'".formatted(text, CONTEXT));
        }
    }

    private static InvalidContextException invalid(int line, String message) {
        return new InvalidContextException("containerFile: line %d: %s".formatted(line, message));
    }
}
