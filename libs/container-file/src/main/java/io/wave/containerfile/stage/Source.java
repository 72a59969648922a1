package io.wave.containerfile.stage;

import io.wave.containerfile.LocalTransport;
import java.util.Optional;

/** What a builder fetches because a container file names it. */
public sealed interface Source {

    /** The number of the line that names it. */
    int line();

    /** What of the instruction names it, such as {@code COPY --from}. */
    String place();

    /**
     * An image.
     *
     * @param name its name, which may be that of a {@linkplain LocalTransport local transport}
     * @param platform what {@code --platform} says beside it
     */
    record Image(int line, String place, Value name, Optional<Value> platform) implements Source {}

    /**
     * A source of {@code ADD}.
     *
     * @param name a file of the context or the URL of a file or of a git repository
     */
    record Added(int line, String place, Value name) implements Source {}
}
