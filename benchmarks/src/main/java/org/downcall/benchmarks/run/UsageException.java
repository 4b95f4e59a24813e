package org.downcall.benchmarks.run;

/** An invalid option. The message names the option and its value. */
public final class UsageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public UsageException(String message) {
        super(message);
    }

    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
