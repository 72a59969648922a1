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
 * Reads the bytes of a layer or build context once, keeping none: their number, their digest, and what the tar within
 * says.
 */
final class ContentCheck {

    private final CheckedLayer layer;
    private final ByteBudget budget;

    /** @param budget what comes out of the tar's compression is taken from it */
    ContentCheck(CheckedLayer layer, ByteBudget budget) {
        this.layer = layer;
        this.budget = budget;
    }

    /** Looks at a tar; need not read it to its end. */
    interface Look {

        void at(InputStream tar) throws IOException;
    }

    /**
     * Reads the compressed bytes to their end.
     *
     * @throws ApiException 400 naming the member that is not true of them
     */
    void read(InputStream content, Look look) {
        MessageDigest hash = Digest.sha256();
        try (InputStream compressed = new DigestInputStream(new ExactInput(content, layer.gzipSize()), hash)) {
            ApiException fault = unpack(compressed, look);
            compressed.transferTo(OutputStream.nullOutputStream());
            if (!Digest.finish(hash).equals(layer.gzipDigest())) {
                throw layer.broken("gzipDigest", "is not the digest of the bytes in location");
            }
            if (fault != null) {
                throw fault;
            }
        } catch (IOException malformed) {
            throw told(malformed);
        }
    }

    /** What is wrong with the tar, to be told if the bytes are those that were meant. */
    private @Nullable ApiException unpack(InputStream compressed, Look look) throws IOException {
        MessageDigest hash = Digest.sha256();
        try {
            InputStream tar = new DigestInputStream(Inflation.gzip(compressed, budget), hash);
            look.at(tar);
            tar.transferTo(OutputStream.nullOutputStream());
        } catch (ExactInput.WrongSizeException | BudgetExceededException whole) {
            throw whole;
        } catch (IOException malformed) {
            return told(malformed);
        }
        return Digest.finish(hash).equals(layer.tarDigest())
                ? null
                : layer.broken("tarDigest", "is not the digest of the tar in location");
    }

    private ApiException told(IOException error) {
        return switch (error) {
            case ExactInput.WrongSizeException _ -> layer.broken("gzipSize", "is not the number of bytes in location");
            case BudgetExceededException spent ->
                layer.broken("location", spent.getMessage() + ", together with the other content of the request");
            case ArchiveException broken -> layer.broken("location", String.valueOf(broken.getMessage()));
            case IOException _ -> layer.broken("location", "must hold a gzip-compressed tar");
        };
    }
}
