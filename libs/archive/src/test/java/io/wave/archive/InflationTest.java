package io.wave.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class InflationTest {

    @Test
    void contentWithinTheBudgetIsRead() throws IOException {
        ByteBudget budget = new ByteBudget(2000);
        assertThat(open(gzip(1000), budget).readAllBytes()).hasSize(1000);
        assertThat(Inflation.zlib(new ByteArrayInputStream(zlib(1000)), budget).readAllBytes())
                .hasSize(1000);
    }

    @Test
    void budgetIsSharedByAllStreams() throws IOException {
        ByteBudget budget = new ByteBudget(1500);
        assertThat(open(gzip(1000), budget).readAllBytes()).hasSize(1000);
        assertExceeded(open(gzip(1000), budget));
        assertExceeded(open(gzip(1), budget));
    }

    @Test
    void skippedBytesAreCounted() throws IOException {
        try (InputStream content = open(gzip(10_000), new ByteBudget(5000))) {
            assertThatThrownBy(() -> content.skipNBytes(9000)).isInstanceOf(BudgetExceededException.class);
        }
    }

    @Test
    void allGzipMembersAreRead() throws IOException {
        assertThat(open(members(50, 0, gzip(7)), new ByteBudget(100)).readAllBytes())
                .hasSize(7);
        assertThat(open(members(500, 1, gzip(7)), new ByteBudget(1000)).readAllBytes())
                .hasSize(507);
    }

    @Test
    void consecutiveEmptyMembersAreLimited() throws IOException {
        InputStream content = open(members(200_000, 0, gzip(7)), new ByteBudget(100));
        assertThatThrownBy(content::readAllBytes)
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("empty gzip members");
    }

    private static void assertExceeded(InputStream content) {
        assertThatThrownBy(content::readAllBytes)
                .isInstanceOf(BudgetExceededException.class)
                .hasMessage("must not unpack to more than 1500 bytes");
    }

    private static InputStream open(byte[] gzip, ByteBudget budget) throws IOException {
        return Inflation.gzip(new ByteArrayInputStream(gzip), budget);
    }

    private static byte[] members(int count, int size, byte[] last) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] member = gzip(size);
        for (int i = 0; i < count; i++) {
            out.writeBytes(member);
        }
        out.writeBytes(last);
        return out.toByteArray();
    }

    private static byte[] gzip(int size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(new byte[size]);
        }
        return out.toByteArray();
    }

    private static byte[] zlib(int size) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(new byte[size]);
        }
        return out.toByteArray();
    }
}
