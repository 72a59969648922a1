package io.wave.messaging.outbox;

import com.zaxxer.hikari.HikariDataSource;
import io.wave.local.LocalServices;
import io.wave.local.server.Database;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A database with an empty outbox. */
record OutboxDatabase(HikariDataSource dataSource, Database coordinates) implements AutoCloseable {

    static OutboxDatabase create() {
        Database database = LocalServices.newDatabase();
        var pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(6);
        new ResourceDatabasePopulator(
                        new ClassPathResource("outbox-schema.sql"),
                        new ClassPathResource("db/outbox/V1__outbox.sql"),
                        new ClassPathResource("db/outbox/V11__traceparent.sql"))
                .execute(pool);
        return new OutboxDatabase(pool, database);
    }

    boolean isEmpty() {
        return JdbcClient.create(dataSource)
                        .sql("SELECT count(*) FROM %s.outbox".formatted(Replica.SCHEMA))
                        .query(Long.class)
                        .single()
                == 0;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
