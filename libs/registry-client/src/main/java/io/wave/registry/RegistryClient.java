package io.wave.registry;

import io.wave.egress.EgressPolicy;
import io.wave.image.Digest;
import io.wave.image.ImageReference;
import io.wave.oci.OciErrorCode;
import io.wave.registry.access.Purpose;
import io.wave.registry.access.RegistryAccess;
import io.wave.registry.access.RegistryTarget;
import io.wave.registry.auth.Authorizations;
import io.wave.registry.auth.BearerTokens;
import io.wave.registry.auth.TokenService;
import io.wave.registry.auth.TokenSharing;
import io.wave.registry.blob.BlobEndpoint;
import io.wave.registry.blob.BlobHead;
import io.wave.registry.blob.BlobResponse;
import io.wave.registry.call.Redirects;
import io.wave.registry.call.RegistryCaller;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.JobCredentials;
import io.wave.registry.config.RegistriesProperties;
import io.wave.registry.config.RegistryClientProperties;
import io.wave.registry.config.RegistryEndpoint;
import io.wave.registry.document.BodyReader;
import io.wave.registry.document.DocumentJson;
import io.wave.registry.document.DocumentMemory;
import io.wave.registry.error.RegistryException;
import io.wave.registry.http.Transport;
import io.wave.registry.http.UpstreamFailures;
import io.wave.registry.login.LoginExchange;
import io.wave.registry.manifest.ManifestContent;
import io.wave.registry.manifest.ManifestEndpoint;
import io.wave.registry.manifest.ReferrersEndpoint;
import io.wave.registry.manifest.ResolvedManifest;
import io.wave.registry.manifest.TagPage;
import io.wave.registry.manifest.TagsEndpoint;
import io.wave.registry.push.BlobPushes;
import io.wave.registry.push.RepositoryPush;
import io.wave.registry.push.UploadEndpoint;
import io.wave.registry.retry.RegistryBreakers;
import io.wave.registry.retry.Retries;
import io.wave.registry.retry.SuspendedRegistry;
import io.wave.tracing.Traces;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client of registries that implement the OCI distribution specification. Content that does not exist is an empty result;
 * every failure is a {@link RegistryException}.
 *
 * <p>Calls use the credentials of the tenant for the repository. They are sent only when the registry asks for them, and only
 * to its own origin and its token service.
 */
public final class RegistryClient implements AutoCloseable {

    private static final int INTERNAL_ERROR = 500;

    private final RegistriesProperties registries;
    private final JobCredentials credentials;
    private final Transport transport;
    private final JsonMapper json;
    private final DocumentMemory memory;
    private final RegistryBreakers breakers;
    private final Retries retries;
    private final ManifestEndpoint manifests;
    private final BlobEndpoint blobs;
    private final BlobPushes pushes;
    private final TagsEndpoint tags;
    private final ReferrersEndpoint referrers;
    private final LoginEndpoint login;

    RegistryClient(
            RegistriesProperties registries,
            JobCredentials credentials,
            RegistryClientProperties limits,
            EgressPolicy egress,
            LoginExchange exchange,
            TokenSharing tokens,
            Traces traces,
            Clock clock) {
        this.json = DocumentJson.ofDocuments();
        this.memory = new DocumentMemory(limits.documentMemory().toBytes());
        this.transport = new Transport(limits, egress, new BodyReader(memory, limits.documentTimeout()), traces);
        UpstreamFailures failures = new UpstreamFailures(clock);
        this.breakers = new RegistryBreakers(limits.breakerFailures(), limits.breakerPause(), clock);
        this.retries = new Retries(limits.maxRetries(), breakers);
        TokenService tokenService = new TokenService(transport, exchange, failures);
        Authorizations authorizations = new Authorizations(new BearerTokens(), tokenService, exchange, retries, tokens);
        RegistryCaller caller = new RegistryCaller(transport, authorizations, retries, failures, clock);
        Redirects redirects = new Redirects(caller);
        this.registries = registries;
        this.credentials = credentials;
        this.manifests = new ManifestEndpoint(redirects, caller, failures, json);
        this.blobs = new BlobEndpoint(redirects, failures, json);
        this.pushes = new BlobPushes(registries, credentials, blobs, new UploadEndpoint(caller, failures), retries);
        this.tags = new TagsEndpoint(redirects, failures);
        this.referrers = new ReferrersEndpoint(redirects, manifests, json);
        this.login = new LoginEndpoint(transport, tokenService, exchange, retries, failures, clock);
    }

    /** The digest that an image name currently refers to, without loading the manifest if possible. */
    public Mono<ResolvedManifest> resolve(ImageReference image, RegistryAccess access) {
        return ofManifest(image, access, target -> manifests.resolve(target, image.reference()));
    }

    /** A manifest of at most 4 MiB; one that is requested by digest is verified. */
    public Mono<ManifestContent> manifest(ImageReference image, RegistryAccess access) {
        return ofManifest(image, access, target -> manifests.get(target, image.reference()));
    }

    /**
     * The same for inspection: manifests of schema 1 are returned too. The digest of a signed one is that of its payload.
     */
    public Mono<ManifestContent> manifestOfAnySchema(ImageReference image, RegistryAccess access) {
        return ofManifest(image, access, target -> manifests.getOfAnySchema(target, image.reference()));
    }

    /** Some registries have an internal error for the digest of a blob that is no manifest, which a retry does not change. */
    private <T> Mono<T> ofManifest(
            ImageReference image, RegistryAccess access, Function<RegistryTarget, Mono<T>> question) {
        RegistryTarget target = target(image.registry(), image.repository(), access);
        return question.apply(target)
                .onErrorResume(
                        RegistryException.class,
                        failure -> image.pinned()
                                .filter(_ -> failure.upstreamStatus() == INTERNAL_ERROR)
                                .map(digest -> blobs.head(target, digest)
                                        .onErrorComplete(RegistryException.class)
                                        .<T>flatMap(_ -> Mono.error(noManifest(target)))
                                        .switchIfEmpty(Mono.error(failure)))
                                .orElseGet(() -> Mono.error(failure)));
    }

    private static RegistryException noManifest(RegistryTarget target) {
        return new RegistryException(
                OciErrorCode.MANIFEST_INVALID,
                200,
                target
                        + ": the digest is that of a layer, a configuration or another blob, use the digest of an image manifest");
    }

    /**
     * The whole content of a blob that is a JSON document, such as an image configuration, verified. It is an error if the
     * blob is longer, or exceeds the {@link io.wave.oci.DocumentLimits}.
     */
    public Mono<byte[]> content(
            String registry, String repository, Digest digest, int maxBytes, RegistryAccess access) {
        return blobs.content(target(registry, repository, access), digest, maxBytes);
    }

    /**
     * A blob, or the redirect to it.
     *
     * @param range value of the {@code Range} header
     */
    public Mono<BlobResponse> blob(
            String registry, String repository, Digest digest, @Nullable String range, RegistryAccess access) {
        return blobs.open(target(registry, repository, access), digest, range);
    }

    /**
     * A blob, with all redirects followed.
     *
     * @param range value of the {@code Range} header
     */
    public Mono<BlobResponse.Body> blobContent(
            String registry, String repository, Digest digest, @Nullable String range, RegistryAccess access) {
        return blobs.openFollowing(target(registry, repository, access), digest, range);
    }

    /** The length and media type of a blob. */
    public Mono<BlobHead> headBlob(String registry, String repository, Digest digest, RegistryAccess access) {
        return blobs.head(target(registry, repository, access), digest);
    }

    /**
     * A page of tags.
     *
     * @param n maximum number of tags
     * @param last tag after which the page starts
     */
    public Mono<TagPage> tags(
            String registry, String repository, @Nullable Integer n, @Nullable String last, RegistryAccess access) {
        return tags.list(target(registry, repository, access), n, last);
    }

    /** The index of the referrers of a manifest; an index without entries if there are none. */
    public Mono<ManifestContent> referrers(
            String registry, String repository, Digest subject, @Nullable String artifactType, RegistryAccess access) {
        return referrers.get(target(registry, repository, access), subject, artifactType);
    }

    /** Pushes content to a repository. */
    public RepositoryPush into(String registry, String repository, RegistryAccess access) {
        return new RepositoryPush(target(registry, repository, access).to(Purpose.PUSH), pushes, manifests);
    }

    /**
     * Whether a registry accepts these credentials, which are used for this call only. A wrong password is a {@link
     * RegistryException} with status 401.
     */
    public Mono<Boolean> accepts(String registry, Credentials credentials) {
        RegistryEndpoint endpoint = registries.endpoint(registry, "");
        return login.accepts(new RegistryTarget(registry, "", endpoint, "", Optional.of(credentials), Purpose.PULL));
    }

    /**
     * The operation, with a limit on the memory for all documents that are read in it until it ends. It fails with a {@link
     * RegistryException} if no memory becomes available, its documents are too large, or it takes minutes.
     */
    public <T> Mono<T> limitingMemory(Mono<T> operation) {
        return memory.limit(operation);
    }

    /**
     * A read whose result is shared by several callers: its documents are not counted for the operation that happened to start it. Each caller
     * counts what it gets by {@link #counted}.
     */
    public <T> Mono<T> shared(Mono<T> read) {
        return DocumentMemory.apart(read);
    }

    /** Counts a document of this image that was not read for the operation, see {@link #limitingMemory}, such as one from a cache. */
    public Mono<Void> counted(ImageReference image, byte[] document, RegistryAccess access) {
        return DocumentMemory.count(document, json)
                .onErrorMap(failure ->
                        UpstreamFailures.documentFailed(target(image.registry(), image.repository(), access), failure));
    }

    /**
     * Whether the registry has said that the limit of calls with these credentials is reached, and the time that it has stated is not
     * over. Calls may still be made, and may succeed.
     */
    public boolean isLimited(ImageReference image, RegistryAccess access) {
        RegistryTarget target = target(image.registry(), image.repository(), access);
        return retries.isLimited(target.origin(), target.credentials());
    }

    /** The registries that are not called now because they did not answer. */
    public List<SuspendedRegistry> suspended() {
        return breakers.suspended();
    }

    private RegistryTarget target(String registry, String repository, RegistryAccess access) {
        return RegistryTarget.of(registries, credentials, registry, repository, access);
    }

    /** Closes all connections. */
    @Override
    public void close() {
        transport.close();
    }
}
