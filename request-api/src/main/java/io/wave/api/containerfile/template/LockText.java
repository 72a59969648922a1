package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.web.problem.ApiException;
import java.util.List;

/**
 * Lock files that are given as text where an environment file is expected. An explicit list of packages is installed as
 * it is; other kinds, which the tools read by other commands or not at all, are refused with words that say what to do.
 */
final class LockText {

    private static final String EXPLICIT = "@EXPLICIT";

    private LockText() {}

    /**
     * Whether the text is an explicit list of packages, whose lines have all been checked.
     *
     * @throws ApiException 400 if it is a lock file of another kind, or a list that cannot be installed
     */
    static boolean isExplicit(String field, String text) {
        List<String> lines = text.lines().map(String::strip).toList();
        if (lines.stream().anyMatch(EXPLICIT::equalsIgnoreCase)) {
            explicit(field, lines);
            return true;
        }
        if (hasKey(lines, "metadata") && hasKey(lines, "package")) {
            throw refused(field, "conda-lock", "give what 'conda-lock render --kind explicit' makes of it");
        }
        if (hasKey(lines, "environments") && hasKey(lines, "packages") && hasKey(lines, "version")) {
            throw refused(field, "pixi", "give what 'pixi project export conda-explicit-spec' makes of it");
        }
        return false;
    }

    private static void explicit(String field, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isEmpty() && !line.startsWith("#") && !line.equalsIgnoreCase(EXPLICIT)) {
                PackageRules.url("%s, line %d of the lock file,".formatted(field, i + 1), line);
            }
        }
    }

    private static boolean hasKey(List<String> lines, String key) {
        return lines.stream().anyMatch(line -> line.startsWith(key + ":"));
    }

    private static ApiException refused(String field, String tool, String advice) {
        return ApiException.invalid(
                field,
                "is a lock file of %s, which cannot be installed here: %s, or a Conda environment file"
                        .formatted(tool, advice));
    }
}
