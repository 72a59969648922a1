package io.wave.api.content;

import io.wave.api.web.problem.ApiException;
import io.wave.archive.ArchiveException;
import io.wave.archive.BudgetExceededException;
import io.wave.archive.ByteBudget;
import io.wave.archive.Inflation;
import io.wave.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Reads the content of a layer or build context once, without keeping it, and verifies its size, its digest and the tar
 * archive in it.
 */
final class ContentCheck {

    private final CheckedLayer layer;
    private final ByteBudget budget;

    /** @param budget reduced by the uncompressed size */
    ContentCheck(CheckedLayer layer, ByteBudget budget) {
        this.layer = layer;
        this.budget = budget;
    }

    /** Inspects a tar archive; need not read it completely. */
    interface ArchiveReader {

        void read(InputStream tar) throws IOException;
    }

    /**
     * Reads the compressed content to its end.
     *
     * @throws ApiException 400 naming the member that does not match the content
     */
    void read(InputStream content, ArchiveReader reader) {
        MessageDigest hash = Digest.sha256();
        try (InputStream compressed =
                new DigestInputStream(new ExactSizeInputStream(content, layer.gzipSize()), hash)) {
            ApiException fault = unpack(compressed, reader);
            compressed.transferTo(OutputStream.nullOutputStream());
            if (!Digest.finish(hash).equals(layer.gzipDigest())) {
                throw layer.broken("gzipDigest", "does not match the digest of the content");
            }
            if (fault != null) {
                throw fault;
            }
        } catch (IOException malformed) {
            throw toApiException(malformed);
        }
    }

    /** An error in the archive, reported only if the content is the one that was announced. */
    private @Nullable ApiException unpack(InputStream compressed, ArchiveReader reader) throws IOException {
        MessageDigest hash = Digest.sha256();
        try {
            InputStream tar = new DigestInputStream(Inflation.gzip(compressed, budget), hash);
            reader.read(tar);
            tar.transferTo(OutputStream.nullOutputStream());
        } catch (ExactSizeInputStream.WrongSizeException | BudgetExceededException whole) {
            throw whole;
        } catch (IOException malformed) {
            return toApiException(malformed);
        }
        return Digest.finish(hash).equals(layer.tarDigest())
                ? null
                : layer.broken("tarDigest", "does not match the digest of the uncompressed content");
    }

    private ApiException toApiException(IOException error) {
        return switch (error) {
            case ExactSizeInputStream.WrongSizeException _ ->
                layer.broken("gzipSize", "does not match the size of the content");
            case BudgetExceededException spent ->
                layer.broken("location", spent.getMessage() + " (with all other content of the request)");
            case ArchiveException broken -> layer.broken("location", String.valueOf(broken.getMessage()));
            case IOException _ -> layer.broken("location", "must be a gzip-compressed tar archive");
        };
    }
}
