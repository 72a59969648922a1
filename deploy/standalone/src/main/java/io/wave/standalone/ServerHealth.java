package io.wave.standalone;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Which servers are there: said on the console, and at the door, whose health depends on all of them. */
final class ServerHealth {

    private final Progress progress;
    private final Consumer<String> end;
    private final Set<String> down = new HashSet<>();
    private @Nullable Consumer<Boolean> door;

    /**
     * Creates it, all servers being up.
     *
     * @param end ends the product for this reason
     */
    ServerHealth(Progress progress, Consumer<String> end) {
        this.progress = progress;
        this.end = end;
    }

    /** Tells the door from now on whether all servers are there. */
    synchronized void attach(Consumer<Boolean> newDoor) {
        door = newDoor;
        tell();
    }

    /** The door is being closed and says so itself. */
    synchronized void detach() {
        door = null;
    }

    synchronized void down(String name, String reason) {
        progress.say("%s has ended and is started again. The last line of its log: %s".formatted(name, reason));
        down.add(name);
        tell();
    }

    synchronized void up(String name) {
        progress.say(name + " is up again");
        down.remove(name);
        tell();
    }

    /** It does not come up again. */
    void lost(String name, String reason) {
        end.accept("%s cannot be started again (%d tries): %s".formatted(name, SupervisedServer.TRIES, reason));
    }

    private void tell() {
        if (door != null) {
            door.accept(down.isEmpty());
        }
    }
}
