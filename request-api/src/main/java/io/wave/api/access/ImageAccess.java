package io.wave.api.access;

import io.wave.api.image.ImageLookupService;
import io.wave.api.job.UserJob;
import io.wave.api.security.caller.Caller;
import io.wave.api.security.caller.CallerRights;
import io.wave.api.web.problem.ApiException;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.job.JobId;
import io.wave.job.JobKind;
import io.wave.registry.config.TenantCredentials;
import java.util.Collection;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Decides whether a caller may read an image. Most registries decide that themselves, by the credentials of the caller. In a
 * repository that callers share, the operator's credentials read all images: an image there that a build or mirror created is
 * readable for those who can read what it was made from, as the registries of those images say at that time. Every use of an
 * image that a request names goes through this class.
 */
@Component
public class ImageAccess {

    private final TenantCredentials credentials;
    private final RestrictedRepositories restricted;
    private final ImageLookupService lookups;
    private final PublicImages open;
    private final MadeImages made;
    private final BlobSeparation separation;

    ImageAccess(
            TenantCredentials credentials,
            RestrictedRepositories restricted,
            ImageLookupService lookups,
            PublicImages open,
            MadeImages made,
            BlobSeparation separation) {
        this.credentials = credentials;
        this.restricted = restricted;
        this.lookups = lookups;
        this.open = open;
        this.made = made;
        this.separation = separation;
    }

    /**
     * Checks images that become part of another one, which may be shared: those that not all callers can read are looked up.
     *
     * @param field their field in the request, for error messages
     * @return what the other image is made from
     * @throws ApiException 400 if the caller may not read one, or it does not exist; 503 if its registry is unavailable, or does not
     *     say whether all callers can read one
     */
    public ImageSources requireAll(String field, Collection<ImageReference> images, String tenant) {
        AccessCheck check = check(field, tenant);
        images.forEach(check::require);
        return check.sources();
    }

    /**
     * Checks images that are read for one caller alone: those that not all callers can read are looked up.
     *
     * @param field their field in the request, for error messages
     * @throws ApiException 400 if the caller may not read one, or it does not exist; 503 if its registry is unavailable
     */
    public void requireReadable(String field, Collection<ImageReference> images, String tenant) {
        AccessCheck check = check(field, tenant);
        images.forEach(check::require);
    }

    /**
     * Checks an image that was just looked up with the credentials of the caller.
     *
     * @param field its field in the request, for error messages
     * @param digest the digest that was found
     * @throws ApiException 400 if the caller may not read it; 503 if a registry is unavailable
     */
    public void require(String field, ImageReference image, Digest digest, String tenant) {
        check(field, tenant).require(image, digest);
    }

    /**
     * The same for an image that is copied.
     *
     * @return what it is made from
     */
    public ImageSources requireSource(String field, ImageReference image, Digest digest, String tenant) {
        AccessCheck check = check(field, tenant);
        check.require(image, digest);
        return check.sources();
    }

    /**
     * Checks the image that a build or mirror creates, or has created.
     *
     * @param field the field with its id in the request, for error messages
     * @throws ApiException 400 if the caller may not read it; 503 if a registry is unavailable
     */
    public void requireImageOf(String field, JobId job, String tenant) {
        if (!check(field, tenant).isReadable(made.of(job))) {
            throw ApiException.invalid(
                    field,
                    "access denied: the image of '%s' is made from images that your credentials cannot read; use an API token that can read them"
                            .formatted(job));
        }
    }

    /**
     * Checks the repository of a layer that a request names by its digest.
     *
     * @param field its field in the request, for error messages
     * @param repository repository of the layer, with any reference
     * @param mayBeShared whether the layer becomes part of an image that other callers may get too
     * @throws ApiException 400 if it cannot be told whether the caller may read the layer
     */
    public void requireLayerOf(String field, ImageReference repository, boolean mayBeShared, String tenant) {
        String path = repository.repository();
        boolean ofOthers = isShared(repository, tenant)
                && (credentials.isLayerCache(repository.registry(), path) || made.mayHaveRestricted(path));
        if (ofOthers || (mayBeShared && restricted.contain(repository))) {
            throw ApiException.invalid(
                    field,
                    "must not name '%s', which not everybody may read; name an image with that layer in containerIncludes"
                            .formatted(repository.name()));
        }
    }

    /**
     * Whether a caller may see what a job has read from its images, such as its log and what it found: the user who requested
     * it, operators, and those who can read these images.
     */
    public boolean mayReadContents(Caller caller, UserJob job) {
        boolean own = caller instanceof Caller.User user && user.owns(job.tenant());
        return caller.isOperator() || own || readsImages(job, caller.tenant());
    }

    /** @throws ApiException 401 or 403 if the caller {@linkplain #mayReadContents may not} see it */
    public void requireContents(Caller caller, UserJob job) {
        CallerRights.requireReader(caller, mayReadContents(caller, job));
    }

    private boolean readsImages(UserJob job, String tenant) {
        JobId id = JobId.parse(job.job().id());
        AccessCheck check = check(id.text(), tenant);
        if (id.kind() != JobKind.SCAN) {
            return check.isReadable(made.of(id));
        }
        ImageReference image = ImageReference.parse(job.image());
        return image.pinned().isEmpty() || check.allows(image);
    }

    /** What a job is made from, as its row says: restricted only if others may find the image. */
    public ImageSources of(ImageSources sources, ImageReference target) {
        return credentials.mayBeShared(target.registry(), target.repository())
                ? sources
                : new ImageSources(sources.images(), Set.of());
    }

    /**
     * Prepares for the push of an image or layer cache: the registry of those that are kept apart is tested once in the
     * background.
     *
     * @param tenant whose credentials the push uses
     */
    public void expect(ImageReference target, String tenant) {
        if (credentials.mayBeShared(target.registry(), target.repository())) {
            separation.test(target, tenant);
        }
    }

    /** Whether images of others may be in the repository of this image, and its registry does not tell callers apart. */
    public boolean isShared(ImageReference image, String tenant) {
        return credentials.isShared(tenant, image.registry(), image.repository());
    }

    private AccessCheck check(String field, String tenant) {
        return new AccessCheck(field, new CallerImages(field, tenant, credentials, restricted, lookups, open), made);
    }
}
