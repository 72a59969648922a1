package io.wave.builder.image;

import io.wave.builder.containerfile.NamedImages;
import io.wave.image.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image that a build uses and its container file does not name. It is refused: whether a caller may read an image is checked
 * before the build, for the names in the container file.
 */
public final class UnnamedImage {

    /** The last that the containers libraries print when they may not pull an image; buildah 1.28 does not say more. */
    private static final Pattern REJECTED =
            Pattern.compile("^Error: .*(?:is rejected by policy|no stage or image found with that name)");

    private static final Pattern PULLED = Pattern.compile("^Trying to pull (\\S+?)\\.\\.\\.$");

    private UnnamedImage() {}

    /** What is wrong, and what to do. */
    public static String message(String image) {
        return ("image %1$s is used, but not named in the file, so it is not known whether you may read it: an ONBUILD"
                        + " instruction of a base image, or the frontend in '# syntax=', names it. If you may read it, add"
                        + " 'FROM %1$s AS unused' as the first stage of the file")
                .formatted(image);
    }

    /**
     * The message for an image that the containers libraries have rejected.
     *
     * @param log the last lines of the log
     * @param named the images that were not rejected
     */
    static Optional<String> rejectedIn(List<String> log, NamedImages named) {
        if (log.stream().noneMatch(line -> REJECTED.matcher(line).find())) {
            return Optional.empty();
        }
        return log.stream()
                .flatMap(line -> PULLED.matcher(line).results())
                .map(found -> found.group(1))
                .reduce((_, last) -> last)
                .filter(image -> !isNamed(image, named))
                .map(UnnamedImage::message);
    }

    private static boolean isNamed(String pulled, NamedImages named) {
        ImageReference image = ImageReference.parse(pulled);
        return named.images().stream()
                .anyMatch(each -> each.at(each.reference()).equals(image));
    }
}
