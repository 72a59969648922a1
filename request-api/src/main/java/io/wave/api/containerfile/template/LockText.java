package io.wave.api.containerfile.template;

import io.wave.api.containerfile.packages.PackageRules;
import io.wave.api.web.problem.ApiException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lock files that are sent as text instead of an environment file. Explicit package lists are installed as they are;
 * other kinds are rejected with a hint.
 */
final class LockText {

    private static final String EXPLICIT = "@EXPLICIT";
    /** A comment that conda-lock and the templates write for a package that pip has installed. */
    private static final Pattern PIP_PACKAGE = Pattern.compile(
            "# pip (\\w[\\w.-]*(?:==[\\w.+!-]+| @ (?:git\\+)?https?://[\\w.+/%~@:=&#,!-]+)(?: --hash=sha256:[0-9a-f]{64})*)");

    private LockText() {}

    /**
     * Whether the text is a valid explicit package list.
     *
     * @throws ApiException 400 if it is another kind of lock file, or a list that cannot be installed
     */
    static boolean isExplicit(String field, String text) {
        List<String> lines = text.lines().map(String::strip).toList();
        if (lines.stream().anyMatch(EXPLICIT::equalsIgnoreCase)) {
            explicit(field, lines);
            return true;
        }
        if (hasKey(lines, "metadata") && hasKey(lines, "package")) {
            throw unsupported(field, "conda-lock", "use the output of 'conda-lock render --kind explicit'");
        }
        if (hasKey(lines, "environments") && hasKey(lines, "packages") && hasKey(lines, "version")) {
            throw unsupported(field, "pixi", "use the output of 'pixi project export conda-explicit-spec'");
        }
        return false;
    }

    /** The pip packages of an explicit package list, as requirements of pip. */
    static List<String> pipPackages(String text) {
        return text.lines()
                .map(String::strip)
                .map(PIP_PACKAGE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
    }

    private static void explicit(String field, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isEmpty() && !line.startsWith("#") && !line.equalsIgnoreCase(EXPLICIT)) {
                PackageRules.url("%s, line %d of the lock file".formatted(field, i + 1), line);
            }
        }
    }

    private static boolean hasKey(List<String> lines, String key) {
        return lines.stream().anyMatch(line -> line.startsWith(key + ":"));
    }

    private static ApiException unsupported(String field, String tool, String advice) {
        return ApiException.invalid(
                field,
                "is a lock file of %s, which is not supported: %s, or a Conda environment file"
                        .formatted(tool, advice));
    }
}
