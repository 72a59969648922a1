package io.wave.api.access;

import io.wave.api.image.DeniedAccess;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What one caller may read, asked for one field of a request. */
final class AccessCheck {

    /** What BuildKit and buildah store in repositories for layer caches: layers of all builds of a user. */
    private static final Pattern CACHE =
            Pattern.compile(".+:buildkit-[0-9a-f]{32}(?:@.*)?|.+/[0-9a-f]{32}:[0-9a-f]{64}(?:@.*)?");

    private final String field;
    private final CallerImages images;
    private final MadeImages made;
    private final Map<ImageReference, Optional<Set<ImageReference>>> asked = new HashMap<>();
    private final Set<ImageReference> sources = new LinkedHashSet<>();

    AccessCheck(String field, CallerImages images, MadeImages made) {
        this.field = field;
        this.images = images;
        this.made = made;
    }

    /** An image that has not been looked up. */
    void require(ImageReference image) {
        if (images.isShared(image)) {
            require(image, images.digest(image).orElseThrow(() -> missing(image)));
        } else {
            sources.addAll(source(ImageSources.NONE, image).orElseThrow(() -> missing(image)));
        }
    }

    /** An image that has just been looked up with the credentials of the caller. */
    void require(ImageReference image, Digest digest) {
        sources.addAll(readable(image, digest).orElseThrow(() -> refused(image)));
    }

    /** Whether the caller may read an image with a digest. */
    boolean allows(ImageReference image) {
        return (images.isShared(image)
                        ? image.pinned().flatMap(digest -> readable(image, digest))
                        : source(ImageSources.NONE, image))
                .isPresent();
    }

    /** Whether the caller may read what an image is made from. */
    boolean isReadable(ImageSources way) {
        return union(way, source -> source(way, source)).isPresent();
    }

    /** What an image is made from; empty if the caller may not read it. */
    private Optional<Set<ImageReference>> readable(ImageReference image, Digest digest) {
        if (!images.isShared(image)) {
            return Optional.of(Set.of(image));
        }
        if (images.isLayerCache(image) || CACHE.matcher(image.withoutRegistry()).matches()) {
            return Optional.empty();
        }
        List<ImageSources> ways = made.succeeded(digest);
        return ways.isEmpty()
                ? attempted(image, digest)
                : ways.stream()
                        .map(way -> readable(image, digest, way))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    /** For an image of which no success is known: one that was not made here, or by a job whose success was not recorded. */
    private Optional<Set<ImageReference>> attempted(ImageReference image, Digest digest) {
        boolean tagged = image.pinned().isEmpty();
        List<ImageSources> ways = made.attempted(tagged ? image.toString() : "", digest);
        return ways.isEmpty()
                ? unknown(image)
                : readable(image, digest, ways.stream().reduce(ImageSources.NONE, ImageSources::and));
    }

    /** What is named by digest may be a part of another image, and what is in a repository of a scope may be attached to one. */
    private Optional<Set<ImageReference>> unknown(ImageReference image) {
        boolean mayBePart = image.pinned().isPresent()
                ? made.mayHaveRestricted(image.repository())
                : AccessScope.isIn(image.repository());
        return mayBePart ? Optional.empty() : Optional.of(Set.of(image));
    }

    /** The same for one way in which an image was made. That it was copied from where it is does not say what it was made from. */
    private Optional<Set<ImageReference>> readable(ImageReference image, Digest digest, ImageSources way) {
        return union(way, source -> isSame(source, image, digest) ? unknown(image) : source(way, source));
    }

    private boolean isSame(ImageReference source, ImageReference image, Digest digest) {
        return source.name().equals(image.name())
                && images.digest(source).filter(digest::equals).isPresent();
    }

    /** What these images are made from; empty if the caller may not read one. */
    private static Optional<Set<ImageReference>> union(
            ImageSources way, Function<ImageReference, Optional<Set<ImageReference>>> readable) {
        Set<ImageReference> all = new LinkedHashSet<>();
        for (ImageReference source : way.images()) {
            Optional<Set<ImageReference>> found = readable.apply(source);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            all.addAll(found.get());
        }
        return Optional.of(all);
    }

    /**
     * What an image is made from that another one is made from. Another caller may have read it with credentials for a repository
     * that this one shares, so it may have been made here. Images that are made from each other give access to none of them. What
     * not all callers could read is asked for although nobody may have credentials for it any more.
     */
    private Optional<Set<ImageReference>> source(ImageSources way, ImageReference image) {
        return way.restricted().contains(image) || images.isRestricted(image)
                ? asked(image)
                : Optional.of(Set.of(image));
    }

    private Optional<Set<ImageReference>> asked(ImageReference image) {
        Optional<Set<ImageReference>> known = asked.putIfAbsent(image, Optional.empty());
        if (known != null) {
            return known;
        }
        Optional<Set<ImageReference>> found = images.digest(image).flatMap(digest -> readable(image, digest));
        asked.put(image, found);
        return found;
    }

    /** What was required. Images that callers differ for are looked up again, as a caller without a name. */
    ImageSources sources() {
        return new ImageSources(
                sources,
                sources.stream()
                        .filter(image -> images.isRestricted(image) && !images.isPublic(image))
                        .collect(Collectors.toSet()));
    }

    private ApiException missing(ImageReference image) {
        return DeniedAccess.toBaseImage(field, image, images.tenant());
    }

    private ApiException refused(ImageReference image) {
        return ApiException.invalid(
                field,
                "access denied: '%s' was made from images that your credentials cannot read, or it is not known from which; use an API token that can read them"
                        .formatted(image));
    }
}
