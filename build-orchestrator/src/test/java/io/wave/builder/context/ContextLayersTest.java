package io.wave.builder.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wave.build.BuildSpec.StoredLayer;
import io.wave.image.Digest;
import io.wave.registry.blob.BlobResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;

class ContextLayersTest {

    private static final Digest DIGEST = Digest.of(new byte[0]);

    @TempDir
    private Path folder;

    @Test
    void contentLargerThanTheLayerIsNotWritten() throws IOException {
        Path file = folder.resolve("layer");
        ContextLayers.write(body(), 8, file);
        assertThat(file).hasSize(8);
        assertThatThrownBy(() -> ContextLayers.write(body(), 7, file))
                .isInstanceOf(InvalidContextException.class)
                .hasMessageContaining("larger than the size in the request");
        assertThat(file).hasSize(4);
    }

    @Test
    void totalSizeOfLayersIsLimited() {
        DataSize most = DataSize.ofBytes(10);
        assertThatCode(() -> ContextLayers.require(List.of(layer(4), layer(6)), most))
                .doesNotThrowAnyException();
        for (List<StoredLayer> large :
                List.of(List.of(layer(11)), List.of(layer(4), layer(7)), List.of(layer(1), layer(Long.MAX_VALUE)))) {
            assertThatThrownBy(() -> ContextLayers.require(large, most))
                    .isInstanceOf(InvalidContextException.class)
                    .hasMessage("layers: total size exceeds 10 bytes");
        }
    }

    private static BlobResponse.Body body() {
        Flux<ByteBuf> parts = Flux.just(Unpooled.wrappedBuffer(new byte[4]), Unpooled.wrappedBuffer(new byte[4]));
        return new BlobResponse.Body(200, -1, Optional.empty(), "application/octet-stream", parts, () -> {});
    }

    private static StoredLayer layer(long size) {
        return new StoredLayer("https://files.test/layer", DIGEST, size, DIGEST);
    }
}
