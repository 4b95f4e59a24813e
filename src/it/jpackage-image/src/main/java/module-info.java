module com.example {
    requires org.downcall;
}
