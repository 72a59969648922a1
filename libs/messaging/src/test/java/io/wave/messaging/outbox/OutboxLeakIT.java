package io.wave.messaging.outbox;

import static io.wave.job.JobState.SUBMITTED;
import static io.wave.messaging.Jobs.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.wave.messaging.outbox.OutboxTable.ClaimedRow;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each method of the outbox's table gives its connection back. */
class OutboxLeakIT {

    private static final Duration TIME = Duration.ofMinutes(1);
    private static final OutboxMessage MESSAGE = Replica.event("any", job("registry.test/app:1", 1, 0, SUBMITTED));

    private static final Map<String, Consumer<OutboxTable>> CALLS = Map.of(
            "insert", table -> table.insert(UUID.randomUUID(), MESSAGE, "{}", "{}", null),
            "claim", table -> table.claim(10, TIME),
            "release", table -> table.release(claimed(table)),
            "postpone", table -> table.postpone(claimed(table), TIME, TIME),
            "pendingProjections", table -> table.pendingProjections(10),
            "pending", table -> table.pending("{}"),
            "sent", table -> table.sent(List.of(1L)),
            "projected", table -> table.projected(List.of(1L)),
            "backlog", OutboxTable::backlog);

    private final OutboxDatabase database = OutboxDatabase.create();
    private final OutboxTable table = new OutboxTable(database.dataSource(), Replica.SCHEMA);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyMethodIsTried() {
        assertThat(Arrays.stream(OutboxTable.class.getDeclaredMethods())
                        .filter(method -> !Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic())
                        .map(Method::getName)
                        .collect(Collectors.toSet()))
                .isEqualTo(CALLS.keySet());
    }

    static List<String> methods() {
        return List.copyOf(CALLS.keySet());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void connectionIsReleased(String method) {
        table.insert(UUID.randomUUID(), MESSAGE, "{}", "{}", null);
        CALLS.getOrDefault(method, _ -> {}).accept(table);
        assertThat(database.dataSource().getHikariPoolMXBean().getActiveConnections())
                .isZero();
    }

    private static List<ClaimedRow> claimed(OutboxTable table) {
        return table.claim(10, TIME);
    }
}
