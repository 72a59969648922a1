package io.wave.api.containerfile.packages;

import io.wave.api.image.RegistryImageName;
import io.wave.api.image.UrlPort;
import io.wave.api.web.problem.ApiException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules for values that become part of a container file. Accepted values cannot end a line, a quotation or a word;
 * errors name the field and the rule.
 */
public enum PackageRules {
    CONDA_PACKAGE(
            "[\\w*](?:[\\w.+=<>!~,|*:/\\[\\]()'\"^$@%? -]|\\\\[\\w.+*^$|()?-])*+",
            "must be a Conda package, such as 'samtools=1.17', without whitespace outside of brackets"),
    PIP_PACKAGE(
            "\\w[\\w.+=<>!~,|*:/\\[\\]()'\"^@%#&?;-]*",
            "must be a pip package, such as 'pip:numpy==2.1', without whitespace"),
    CHANNEL("\\w[\\w.+:/@%~-]*", "must be a Conda channel or its URL"),
    DEBIAN_PACKAGE("[a-z0-9][a-z0-9+.-]*(?::[a-z0-9]+)?(?:=[\\w.+~:-]+)?", "must be a Debian package"),
    R_PACKAGE(
            "[A-Za-z][A-Za-z0-9.]*",
            "must be an R package, optionally with its version as in 'dplyr=1.1.0', 'bioc::' and a Bioconductor package, or the URL of a package"),
    R_VERSION("[0-9]+(?:[.-][0-9]+)*+", "must have one exact version, as in 'dplyr=1.1.0'"),
    URL(
            "https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::\\d{1,5})?(?:/[\\w.+/%~@:?=&#,!-]*)?",
            "must be an http or https URL without credentials");

    private static final int MAX_LENGTH = 500;
    private static final Pattern QUOTED = Pattern.compile("'(.*)'|\"(.*)\"");
    /** All characters that some program treats as the end of a line. */
    private static final Pattern LINE_END = Pattern.compile("[\\p{Cc}&&[^\\t]]|[\\u2028\\u2029]");

    private final Pattern grammar;
    private final String rule;

    PackageRules(String grammar, String rule) {
        this.grammar = Pattern.compile(grammar);
        this.rule = rule;
    }

    /** The text, if it is valid. */
    public String check(String field, String text) {
        if (text.length() > MAX_LENGTH || !grammar.matcher(text).matches()) {
            throw ApiException.invalid(field, rule + ": '" + text + "'");
        }
        return text;
    }

    /** The text, if it is an {@code http(s)} URL. */
    public static String url(String field, String text) {
        UrlPort.require(field, text);
        URL.check(field, text);
        if (host(text) == null) {
            throw ApiException.invalid(field, URL.rule + ": '" + text + "'");
        }
        return text;
    }

    private static @Nullable String host(String url) {
        try {
            return URI.create(url).getHost();
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    public static boolean isUrl(String text) {
        return text.startsWith("http://") || text.startsWith("https://");
    }

    /** The values in a text that are separated by whitespace. */
    public List<String> words(String field, @Nullable String text) {
        return text == null
                ? List.of()
                : split(text).map(word -> check(field, word)).toList();
    }

    /** All values of a list, whose elements may be quoted and contain several values separated by whitespace. */
    public static <T> List<T> items(
            String field, @Nullable List<@Nullable String> texts, BiFunction<String, String, T> read) {
        List<T> values = new ArrayList<>();
        List<@Nullable String> given = texts == null ? List.of() : texts;
        for (int i = 0; i < given.size(); i++) {
            String item = "%s[%d]".formatted(field, i);
            split(given(item, given.get(i))).forEach(word -> values.add(read.apply(item, word)));
        }
        return values;
    }

    private static Stream<String> split(String text) {
        return words(unquoted(text.strip())).stream()
                .map(PackageRules::unquoted)
                .filter(word -> !word.isEmpty());
    }

    /** Splits at whitespace, except in square brackets, which contain conditions of a package. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int start = 0;
        boolean inBrackets = false;
        for (int i = 0; i <= text.length(); i++) {
            char unit = i < text.length() ? text.charAt(i) : ' ';
            inBrackets = i < text.length() && unit != ']' && (inBrackets || unit == '[');
            if (!inBrackets && (unit == ' ' || unit == '\t')) {
                words.add(text.substring(start, i));
                start = i + 1;
            }
        }
        return words;
    }

    private static String unquoted(String text) {
        Matcher quoted = QUOTED.matcher(text);
        return quoted.matches()
                ? Objects.requireNonNullElse(quoted.group(1), quoted.group(2)).strip()
                : text;
    }

    /** A base image, or the default if none is given. */
    public static String image(String field, @Nullable String text, String fallback) {
        if (text == null || text.isEmpty()) {
            return fallback;
        }
        RegistryImageName.parse(field, text);
        return text;
    }

    /** Lines to add to the file as they are. */
    public static List<String> commands(String field, @Nullable List<@Nullable String> lines) {
        List<@Nullable String> given = lines == null ? List.of() : lines;
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String item = "%s[%d]".formatted(field, i);
            String line = given(item, given.get(i));
            if (LINE_END.matcher(line).find()) {
                throw ApiException.invalid(item, "must be a single line without control characters");
            }
            commands.add(line);
        }
        return commands;
    }

    private static String given(String field, @Nullable String text) {
        if (text == null) {
            throw ApiException.invalid(field, "must not be null");
        }
        return text;
    }
}
