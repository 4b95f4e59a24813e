package quux.pkg;

/** A function failed. The status is the one that the function in C returned. */
public final class QuuxException extends RuntimeException {

    /** An argument is outside its range: {@code QUUX_ERR_RANGE}. */
    public static final int RANGE = -1;

    /** The result does not fit its type: {@code QUUX_ERR_OVERFLOW}. */
    public static final int OVERFLOW = -2;

    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * @param status what the function returned
     * @param call the call with its arguments, for the message
     */
    public QuuxException(int status, String call) {
        super(message(status, call));
        this.status = status;
    }

    private static String message(int status, String call) {
        return switch (status) {
            case RANGE -> "An argument of " + call + " is outside its range.";
            case OVERFLOW -> "The result of " + call + " does not fit its type.";
            default -> call + " failed with status " + status + ".";
        };
    }

    /** {@return the status, such as {@link #RANGE}} */
    public int status() {
        return status;
    }
}
