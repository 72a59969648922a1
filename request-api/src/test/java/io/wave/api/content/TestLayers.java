package io.wave.api.content;

import io.wave.api.image.HostCheck;
import io.wave.container.Layer;
import io.wave.egress.EgressPolicy;
import io.wave.egress.EgressProperties;
import io.wave.image.Digest;
import io.wave.registry.config.RegistriesProperties;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Small layers and build contexts. */
public final class TestLayers {

    /** Test servers are on localhost. */
    static final EgressPolicy EGRESS = new EgressPolicy(new EgressProperties(true, List.of("127.0.0.0/8")), List.of());

    private TestLayers() {}

    static HostCheck destinations() {
        return new HostCheck(EGRESS, new RegistriesProperties(Map.of()));
    }

    /** A compressed tar archive with one file. */
    public static byte[] tarGz(String name, String content) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        entry.setSize(bytes.length);
        return tarGz(entry, bytes);
    }

    /** A compressed tar archive with one link, or another entry without content. */
    public static byte[] tarGz(String name, byte type, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(target);
        return tarGz(entry, new byte[0]);
    }

    private static byte[] tarGz(TarArchiveEntry entry, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** A compressed tar archive of zeros, like the end of an archive. */
    static byte[] zeros(int length) {
        return gzip(new byte[length]);
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** The header of an entry. */
    static byte[] header(char type, long size) {
        TarArchiveEntry entry = new TarArchiveEntry("entry", (byte) type);
        entry.setSize(size);
        byte[] header = new byte[512];
        entry.writeEntryHeader(header);
        return header;
    }

    static TarArchiveEntry link(String name, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        return entry;
    }

    static byte[] tar(TarArchiveEntry... entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** A layer of less than a megabyte that announces this many zeros. */
    static Layer zlibZeros(int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(gzip(new byte[1]));
            for (int left = length; left > 0; left -= zeros.length) {
                zlib.write(zeros, 0, Math.min(left, zeros.length));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        String digest = Digest.of(zeros).toString();
        String location = "gzip:" + Base64.getEncoder().encodeToString(out.toByteArray());
        return new Layer(location, digest, (long) length, digest, null);
    }

    /** An inline layer. */
    public static Layer inline(byte[] tarGz) {
        return at("data:" + Base64.getEncoder().encodeToString(tarGz), tarGz);
    }

    /** The same layer, compressed twice. */
    static Layer zlib(byte[] tarGz) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(tarGz);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return at("gzip:" + Base64.getEncoder().encodeToString(out.toByteArray()), tarGz);
    }

    /** A layer with the right digests and sizes. */
    public static Layer at(String location, byte[] tarGz) {
        return new Layer(location, Digest.of(tarGz).toString(), (long) tarGz.length, tarDigest(tarGz), null);
    }

    private static String tarDigest(byte[] tarGz) {
        try (GZIPInputStream tar = new GZIPInputStream(new ByteArrayInputStream(tarGz))) {
            return Digest.of(tar.readAllBytes()).toString();
        } catch (IOException noGzip) {
            return Digest.of(tarGz).toString();
        }
    }
}
