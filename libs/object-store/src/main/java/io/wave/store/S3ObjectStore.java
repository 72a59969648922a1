package io.wave.store;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Stores objects in an S3 bucket, below a prefix. A put is one request, so objects are limited to 5 GiB. */
final class S3ObjectStore implements ClosableObjectStore {

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final S3Client client;
    private final S3Presigner presigner;
    private final S3Location location;

    S3ObjectStore(S3Client client, S3Presigner presigner, S3Location location) {
        this.client = client;
        this.presigner = presigner;
        this.location = location;
    }

    @Override
    public void put(ObjectName name, byte[] content) {
        put(name, RequestBody.fromBytes(content));
    }

    @Override
    public void put(ObjectName name, Path file) {
        put(name, RequestBody.fromFile(file));
    }

    private void put(ObjectName name, RequestBody body) {
        attempt(
                "store",
                name,
                () -> client.putObject(put -> put.bucket(location.bucket()).key(location.key(name)), body));
    }

    @Override
    public OptionalLong size(ObjectName name) {
        return find(
                        name,
                        () -> client.headObject(
                                        head -> head.bucket(location.bucket()).key(location.key(name)))
                                .contentLength())
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    @Override
    public Optional<InputStream> open(ObjectName name, long offset) {
        return find(name, () -> read(name, offset));
    }

    private InputStream read(ObjectName name, long offset) {
        try {
            return new ResumingInputStream(name, (from, tag) -> get(name, from, tag), offset);
        } catch (S3Exception failure) {
            if (failure.statusCode() == RANGE_NOT_SATISFIABLE) {
                return InputStream.nullInputStream();
            }
            throw failure;
        }
    }

    private ResponseInputStream<GetObjectResponse> get(ObjectName name, long offset, @Nullable String tag) {
        String range = offset == 0 ? null : "bytes=%d-".formatted(offset);
        return client.getObject(get -> get.bucket(location.bucket())
                .key(location.key(name))
                .range(range)
                .ifMatch(tag));
    }

    @Override
    public List<ObjectName> list(String prefix) {
        return list(prefix, list -> {});
    }

    @Override
    public List<ObjectName> list(String prefix, ObjectName after) {
        return list(prefix, list -> list.startAfter(location.key(after)));
    }

    private List<ObjectName> list(String prefix, Consumer<ListObjectsV2Request.Builder> more) {
        ObjectName folder = ObjectName.ofPrefix(prefix);
        String key = location.key(folder) + "/";
        return attempt(
                "list",
                folder,
                () -> client
                        .listObjectsV2Paginator(list ->
                                more.accept(list.bucket(location.bucket()).prefix(key)))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .map(location::name)
                        .toList());
    }

    @Override
    public void forEach(String prefix, Consumer<StoredObject> action) {
        ObjectName folder = ObjectName.ofPrefix(prefix);
        String key = location.key(folder) + "/";
        attempt("list", folder, () -> {
            client.listObjectsV2Paginator(list -> list.bucket(location.bucket()).prefix(key))
                    .contents()
                    .forEach(found -> location.nameOf(found.key())
                            .ifPresent(
                                    name -> action.accept(new StoredObject(name, found.size(), found.lastModified()))));
            return true;
        });
    }

    @Override
    public Optional<Instant> modified(ObjectName name) {
        return find(
                name,
                () -> client.headObject(head -> head.bucket(location.bucket()).key(location.key(name)))
                        .lastModified());
    }

    @Override
    public void delete(ObjectName name) {
        attempt(
                "delete",
                name,
                () -> client.deleteObject(
                        delete -> delete.bucket(location.bucket()).key(location.key(name))));
    }

    @Override
    public Optional<URI> downloadUrl(ObjectName name, Duration validity) {
        return url(presigner.presignGetObject(request -> request.signatureDuration(validity)
                .getObjectRequest(get -> get.bucket(location.bucket()).key(location.key(name)))));
    }

    @Override
    public Optional<URI> uploadUrl(ObjectName name, Duration validity) {
        return url(presigner.presignPutObject(request -> request.signatureDuration(validity)
                .putObjectRequest(put -> put.bucket(location.bucket()).key(location.key(name)))));
    }

    private static Optional<URI> url(PresignedRequest request) {
        return Optional.of(URI.create(request.url().toExternalForm()));
    }

    @Override
    public boolean hasUrls() {
        return true;
    }

    @Override
    public Optional<Path> localFile(ObjectName name) {
        return Optional.empty();
    }

    @Override
    public void close() {
        presigner.close();
        client.close();
    }

    private <T> Optional<T> find(ObjectName name, Supplier<T> call) {
        return attempt("read", name, () -> {
            try {
                return Optional.of(call.get());
            } catch (NoSuchKeyException none) {
                return Optional.<T>empty();
            }
        });
    }

    private <T> T attempt(String operation, ObjectName name, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException failure) {
            throw new ObjectStoreException(
                    "cannot %s '%s' in %s: %s".formatted(operation, name, location, failure.getMessage()), failure);
        }
    }
}
