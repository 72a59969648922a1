package io.wave.builder.health;

import io.wave.job.engine.scheduler.Room;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.stereotype.Component;

/** Whether there is the disk space to begin builds; what runs goes on, and builds begin again by themselves. */
@Component
class RoomHealthIndicator extends AbstractHealthIndicator {

    private final Room room;

    RoomHealthIndicator(Room room) {
        this.room = room;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        room.shortage().ifPresentOrElse(words -> builder.outOfService().withDetail("shortage", words), builder::up);
    }
}
