package io.wave.job.kubernetes.status;

import io.kubernetes.client.openapi.models.CoreV1Event;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What events say about a pod that does not start. Its status does not: the pod is pending, its container is being created. */
public final class StartEvents {

    private static final Set<String> OBSTACLES =
            Set.of("FailedAttachVolume", "FailedCreatePodSandBox", "FailedMapVolume", "FailedMount", "NetworkNotReady");

    private static final Comparator<CoreV1Event> BY_TIME =
            Comparator.comparing(CoreV1Event::getLastTimestamp, Comparator.nullsFirst(Comparator.naturalOrder()));

    private StartEvents() {}

    /** The message of the newest of some events. */
    public static Optional<String> newest(List<CoreV1Event> events) {
        return events.stream()
                .filter(event -> event.getMessage() != null)
                .max(BY_TIME)
                .map(CoreV1Event::getMessage);
    }

    /**
     * Why its node cannot start a pod. An obstacle of the past does not count, such as a volume that was mounted at the second attempt:
     * events of the next steps are newer, or of the same second.
     *
     * @param events those of the pod
     */
    public static Optional<String> obstacle(List<CoreV1Event> events) {
        return events.stream()
                .filter(event -> isObstacle(event) || "Normal".equals(event.getType()))
                .max(BY_TIME.thenComparing(event -> !isObstacle(event)))
                .filter(StartEvents::isObstacle)
                .map(CoreV1Event::getMessage);
    }

    private static boolean isObstacle(CoreV1Event event) {
        return OBSTACLES.contains(String.valueOf(event.getReason()));
    }
}
