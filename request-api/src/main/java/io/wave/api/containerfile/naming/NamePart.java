package io.wave.api.containerfile.naming;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reduces texts to the characters of tags and repositories. The result can be empty. */
final class NamePart {

    private static final int MAX_TAG = 80;
    private static final int MAX_NAME = 255;

    private static final Pattern NOT_IN_TAGS = Pattern.compile("[^A-Za-z0-9_.-]");
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-z0-9_./-]");
    private static final Pattern OUTER = Pattern.compile("^[\\W_]+|[\\W_]+$");
    /** Consecutive separators, except the two kinds that repositories may contain. */
    private static final Pattern SEPARATORS = Pattern.compile("(?<![_.-])(?!(?:_{1,2}|-+|\\.)(?![_.-]))[_.-]+");

    private NamePart() {}

    static String tag(String text) {
        return tag(text, MAX_TAG);
    }

    static String tag(String text, int limit) {
        return cut(NOT_IN_TAGS.matcher(text).replaceAll(""), limit);
    }

    /** Path components of a repository: not empty, with single separators, as registries require. */
    static String name(String text) {
        String plain = NOT_IN_NAMES.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
        return Arrays.stream(cut(plain, MAX_NAME).split("/"))
                .map(component -> OUTER.matcher(component).replaceAll(""))
                .map(component -> SEPARATORS.matcher(component).replaceAll("_"))
                .filter(component -> !component.isEmpty())
                .collect(Collectors.joining("/"));
    }

    private static String cut(String text, int limit) {
        return OUTER.matcher(text.length() <= limit ? text : text.substring(0, limit))
                .replaceAll("");
    }
}
