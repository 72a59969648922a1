package io.wave.builder.buildkit;

import io.wave.builder.image.UnnamedImage;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Errors of BuildKit that are mistakes in the container file, in words that name it. */
final class ContainerFileErrors {

    private static final String CHECKSUM = "failed to calculate checksum of ref ";
    private static final String NOT_FOUND = ": not found";

    /** Errors that are clear, but do not name the container file. */
    private static final Pattern CLEAR = Pattern.compile(
            "^(?:dockerfile (?:parse error|contains no stages)|file with no"
                    + " instructions|circular dependency detected|lint violation found|invalid stage index|failed to (?:parse|process) )");

    /** Messages for what is not allowed or not there; {@code $1} is the group of the pattern. */
    private static final Map<Pattern, String> KNOWN = Map.of(
            Pattern.compile("security\\.insecure is not allowed"),
            "RUN --security=insecure is not allowed",
            Pattern.compile("network\\.host is not allowed"),
            "RUN --network=host is not allowed",
            Pattern.compile("could not fetch content descriptor (sha256:[0-9a-f]+) .*from remote: not found$"),
            "an image that it uses is incomplete: its registry does not have $1",
            Pattern.compile(
                    "source \"(?:docker-image(?:\\+blob)?|oci-layout(?:\\+blob)?)://([^\"]+)\" denied by policy"),
            UnnamedImage.message("$1"),
            Pattern.compile("^secret (\\S+): not found$"),
            "RUN --mount=type=secret: secret '$1' not found: builds have no secrets of the caller",
            Pattern.compile("^no SSH key .*forwarded from the client"),
            "builds have no SSH keys: use https for git repositories, and no RUN --mount=type=ssh");

    private ContainerFileErrors() {}

    /**
     * The error in words for the user; empty if it is none of the container file.
     *
     * @param step name of the failed step; empty if none has failed
     */
    static Optional<String> of(String step, String error) {
        return KNOWN.entrySet().stream()
                .flatMap(known -> words(known.getKey(), known.getValue(), error).stream())
                .findFirst()
                .or(() -> CLEAR.matcher(error).find() ? Optional.of(error) : missingFile(step, error))
                .map(words -> "containerFile: " + words);
    }

    private static Optional<String> words(Pattern known, String words, String error) {
        return known.matcher(error)
                .results()
                .findFirst()
                .map(found -> found.groupCount() == 0 ? words : words.replace("$1", found.group(1)));
    }

    private static Optional<String> missingFile(String step, String error) {
        if (!error.contains(CHECKSUM) || !error.endsWith(NOT_FOUND)) {
            return Optional.empty();
        }
        String head = error.substring(0, error.length() - NOT_FOUND.length());
        boolean readsContext = (step.contains("] COPY ") || step.contains("] ADD ")) && !step.contains(" --from=");
        return Optional.of("%s is not in %s"
                .formatted(
                        head.substring(head.lastIndexOf(": \"") + 1).strip(),
                        readsContext ? "the build context" : "the image or stage that the step reads from"));
    }
}
