package io.wave.proxy.blob;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlobStreamLimitTest {

    @Test
    void streamsFitIntoHalfOfDirectMemory() {
        assertThat(BlobStreamLimit.fitIntoMemory(1_000, 1L << 30)).isEqualTo(1_000);
        assertThat(BlobStreamLimit.fitIntoMemory(1_000, 256L << 20))
                .isEqualTo((128 << 20) / BlobStreamLimit.BYTES_PER_STREAM);
    }
}
