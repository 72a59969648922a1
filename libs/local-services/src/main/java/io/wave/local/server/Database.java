package io.wave.local.server;

/**
 * Where a database is and who may use it.
 *
 * @param url for JDBC
 * @param user its owner
 * @param password of the user
 */
public record Database(String url, String user, String password) {

    @Override
    public String toString() {
        return "Database[%s, %s, ***]".formatted(url, user);
    }
}
