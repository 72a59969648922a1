package io.wave.containerfile.stage;

import io.wave.containerfile.LocalTransport;
import java.util.Optional;

/** A source that a builder downloads because of a container file. */
public sealed interface Source {

    /** The line number. */
    int line();

    /** The instruction and flag, such as {@code COPY --from}. */
    String place();

    /**
     * An image.
     *
     * @param name name, possibly of a {@linkplain LocalTransport local transport}
     * @param platform value of {@code --platform}, if given
     */
    record Image(int line, String place, Value name, Optional<Value> platform) implements Source {}

    /**
     * A source of {@code ADD}.
     *
     * @param name file of the build context, URL of a file, or git repository
     */
    record Added(int line, String place, Value name) implements Source {}
}
