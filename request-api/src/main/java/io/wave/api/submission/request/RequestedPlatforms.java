package io.wave.api.submission.request;

import io.wave.api.web.problem.ApiException;
import io.wave.image.Platform;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The platforms of a request: one, or both amd64 and arm64.
 *
 * @param all the platforms, {@code linux/amd64} if none is given; several are always in the same order
 * @param typed the value as the user wrote it; null if none
 */
public record RequestedPlatforms(
        List<Platform> all, @Nullable String typed) {

    private static final List<Platform> PAIR = List.of(Platform.LINUX_AMD64, Platform.parse("linux/arm64"));
    private static final String FIELD = "containerPlatform";

    public static RequestedPlatforms of(SubmitRequest request) {
        List<Platform> platforms = parse(request);
        return new RequestedPlatforms(platforms.size() == 1 ? platforms : PAIR, request.containerPlatform());
    }

    /** The platform, or the first of several. */
    public Platform first() {
        return all.getFirst();
    }

    /** The platform that the user gave, or null. */
    @Nullable
    public Platform named() {
        return typed == null ? null : first();
    }

    /** The value to show. */
    public String shown() {
        return typed == null ? Platform.LINUX_AMD64.toString() : typed;
    }

    public static void check(SubmitRequest request, boolean buildsEnabled) {
        List<Platform> platforms = parse(request);
        if (platforms.size() == 1) {
            return;
        }
        if (!Set.copyOf(PAIR).equals(Set.copyOf(platforms))) {
            throw ApiException.invalid(FIELD, "must be one platform, or linux/amd64,linux/arm64");
        }
        if (!request.hasFile() && !request.hasPackages()) {
            throw ApiException.invalid(
                    FIELD,
                    request.isMirror()
                            ? "several platforms cannot be given for a mirror, which copies all platforms: remove it"
                            : "several platforms require a build: specify containerFile or packages");
        }
        if (request.hasIncludes()) {
            throw ApiException.invalid(FIELD, "several platforms cannot be combined with containerIncludes");
        }
        if (!buildsEnabled) {
            throw ApiException.unsupported(
                    FIELD, "several platforms require builds, which are disabled (wave.build.enabled)");
        }
    }

    private static List<Platform> parse(SubmitRequest request) {
        String text = request.containerPlatform();
        if (text == null || text.isBlank()) {
            return List.of(Platform.LINUX_AMD64);
        }
        List<Platform> platforms = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .map(RequestedPlatforms::parse)
                .distinct()
                .toList();
        if (platforms.isEmpty()) {
            throw ApiException.invalid(FIELD, "must have the form [os/]architecture[/variant]");
        }
        return platforms;
    }

    private static Platform parse(String item) {
        try {
            return Platform.parse(item);
        } catch (IllegalArgumentException malformed) {
            throw ApiException.invalid(FIELD, String.valueOf(malformed.getMessage()));
        }
    }
}
