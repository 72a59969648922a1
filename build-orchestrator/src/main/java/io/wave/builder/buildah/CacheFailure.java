package io.wave.builder.buildah;

import java.util.List;
import java.util.regex.Pattern;

/** Detects failures of the layer cache, which are not failures of the build. */
final class CacheFailure {

    private static final Pattern SYMPTOM =
            Pattern.compile("^Error: .*\\b(?:pushing|pulling|checking(?: if)?) cache\\b");

    private CacheFailure() {}

    /** Whether these lines at the end of a log say that the cache failed. */
    static boolean isIn(List<String> lines) {
        return lines.stream().anyMatch(line -> SYMPTOM.matcher(line).find());
    }
}
