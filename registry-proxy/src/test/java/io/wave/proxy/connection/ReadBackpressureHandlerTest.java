package io.wave.proxy.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReadBackpressureHandlerTest {

    private final Reads reads = new Reads();
    private final EmbeddedChannel channel = new EmbeddedChannel(reads, new ReadBackpressureHandler());
    private final int before = reads.count;

    @Test
    void writableChannelIsRead() {
        channel.read();
        channel.read();
        assertThat(reads.count - before).isEqualTo(2);
    }

    @Test
    void readIsDeferredUntilChannelIsWritable() {
        hasRoom(false);
        channel.read();
        channel.read();
        assertThat(reads.count - before).isZero();
        hasRoom(true);
        assertThat(reads.count - before).isEqualTo(1);
        hasRoom(false);
        hasRoom(true);
        assertThat(reads.count - before).as("a read happens once").isEqualTo(1);
    }

    private void hasRoom(boolean room) {
        ChannelOutboundBuffer buffer = Objects.requireNonNull(channel.unsafe().outboundBuffer());
        buffer.setUserDefinedWritability(1, room);
        channel.runPendingTasks();
    }

    private static final class Reads extends ChannelOutboundHandlerAdapter {

        private int count;

        @Override
        public void read(ChannelHandlerContext context) {
            count++;
            context.read();
        }
    }
}
