package io.wave.api.image.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.api.image.inspect.InspectedManifest.Blob;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerBarTest {

    @Test
    void layersAreSideBySideBySize() {
        List<LayerBar> bars = LayerBar.of(List.of(blob(300L), blob(null), blob(100L)));
        assertThat(bars).extracting(LayerBar::x).containsExactly(0.0, 750.0, 750.0);
        assertThat(bars).extracting(LayerBar::width).containsExactly(750.0, 0.0, 250.0);
        assertThat(bars).extracting(LayerBar::share).containsExactly(1000.0, 0.0, 333.33);
        assertThat(bars).extracting(LayerBar::size).containsExactly("300 B", "-", "100 B");
    }

    @Test
    void emptyLayersHaveNoWidth() {
        assertThat(LayerBar.of(List.of(blob(0L), blob(-5L))))
                .extracting(LayerBar::width)
                .containsOnly(0.0);
        assertThat(LayerBar.of(List.of())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "34567, 35 kB", "3456789, 3.5 MB", "9007199254740993, 9007 TB"})
    void sizesAreShort(long bytes, String expected) {
        assertThat(LayerBar.size(bytes)).isEqualTo(expected);
    }

    private static Blob blob(@Nullable Long size) {
        return new Blob("application/vnd.oci.image.layer.v1.tar+gzip", "sha256:ab", size, Map.of());
    }
}
