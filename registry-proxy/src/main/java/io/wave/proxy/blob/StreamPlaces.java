package io.wave.proxy.blob;

import io.netty.util.internal.PlatformDependent;
import io.wave.limit.Places;
import io.wave.oci.OciErrorCode;
import io.wave.proxy.address.ClientAddress;
import io.wave.proxy.response.OciException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places for blobs on their way. A stream whose reader has stopped holds up to {@link #BYTES_EACH} of direct memory, so all
 * of them leave half of that memory to everything else.
 */
public final class StreamPlaces {

    /** Measured with readers that stop: what is read ahead of the registry, held to be verified, and waits to be sent. */
    public static final int BYTES_EACH = 384 * 1024;

    private static final Logger log = LoggerFactory.getLogger(StreamPlaces.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Places places;
    private final int perAddress;

    StreamPlaces(StreamProperties properties) {
        this(within(properties.max(), PlatformDependent.maxDirectMemory()), properties.perAddress());
    }

    StreamPlaces(int max, int perAddress) {
        this.places = new Places(max, Places.share(max, perAddress));
        this.perAddress = Places.share(max, perAddress);
    }

    /** How many of so many fit into half of the direct memory. */
    static int within(int max, long directMemory) {
        int fitting = Math.clamp(directMemory / 2 / BYTES_EACH, 1, Integer.MAX_VALUE);
        if (fitting >= max) {
            return max;
        }
        log.atWarn()
                .addKeyValue("streams", fitting)
                .addKeyValue("wanted", max)
                .addKeyValue("directMemory", directMemory)
                .log("wave.proxy.streams.max is lowered to what half of the direct memory holds:"
                        + " set -XX:MaxDirectMemorySize higher for more");
        return fitting;
    }

    /** The place of one call of this client, which it does not have yet. */
    public StreamPlace of(ClientAddress client) {
        return new StreamPlace(this, client);
    }

    /** @throws OciException 429 if there is none */
    Places.Place take(ClientAddress client) {
        if (places.enter(client.value()) instanceof Places.Place place) {
            return place;
        }
        throw refusal(client);
    }

    /** How many blobs are being sent. */
    public int taken() {
        return places.taken();
    }

    private OciException refusal(ClientAddress client) {
        return OciException.later(
                OciErrorCode.TOOMANYREQUESTS,
                "too many blobs are being sent, at most %d at a time to one address such as %s: please try again"
                        .formatted(perAddress, client),
                PAUSE);
    }
}
