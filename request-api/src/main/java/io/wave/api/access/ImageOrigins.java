package io.wave.api.access;

import io.wave.api.image.ImageLookupService;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.registry.config.TenantCredentials;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The images whose credentials decide who may read an image: where callers share a repository, those that it was made from. {@link
 * ImageAccess} asks for these, so a caller who keeps credentials elsewhere needs them ready.
 */
@Component
public class ImageOrigins {

    private static final String FIELD = "containerImage";
    private static final int MAX_IMAGES = 100;

    private final TenantCredentials credentials;
    private final ImageLookupService lookups;
    private final MadeImages made;

    ImageOrigins(TenantCredentials credentials, ImageLookupService lookups, MadeImages made) {
        this.credentials = credentials;
        this.lookups = lookups;
        this.made = made;
    }

    /**
     * These images, and all that they were made from as far as it is known.
     *
     * @param tenant the caller, with the credentials that are in the configuration
     */
    public Set<ImageReference> of(Collection<ImageReference> images, String tenant) {
        Set<ImageReference> found = new LinkedHashSet<>(images);
        Queue<ImageReference> open = new ArrayDeque<>(images);
        while (!open.isEmpty() && found.size() < MAX_IMAGES) {
            sources(open.remove(), tenant).filter(found::add).forEach(open::add);
        }
        return found;
    }

    /** The images that the image of a build or mirror is made from. */
    public Set<ImageReference> madeFrom(JobId job) {
        return made.of(job).images();
    }

    private Stream<ImageReference> sources(ImageReference image, String tenant) {
        return credentials.mayBeShared(image.registry(), image.repository())
                ? digest(image, tenant).stream()
                        .flatMap(digest -> ways(image, digest).stream())
                        .flatMap(way -> way.images().stream())
                : Stream.empty();
    }

    private List<ImageSources> ways(ImageReference image, Digest digest) {
        List<ImageSources> ways = made.succeeded(digest);
        return ways.isEmpty() ? made.attempted(image.pinned().isEmpty() ? image.toString() : "", digest) : ways;
    }

    /** Whatever is wrong with an image is said where it is used. */
    private Optional<Digest> digest(ImageReference image, String tenant) {
        try {
            return lookups.lookUp(FIELD, image, tenant).digest();
        } catch (ApiException unknown) {
            return Optional.empty();
        }
    }
}
