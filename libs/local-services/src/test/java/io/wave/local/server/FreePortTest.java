package io.wave.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FreePortTest {

    @Test
    void noPortIsReturnedTwice() {
        assertThat(Stream.generate(FreePort::find).limit(2_000)).doesNotHaveDuplicates();
    }
}
