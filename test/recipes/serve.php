<?php
/** The recipe for PHP as a site runs it, with a login of one line and its learners as JSON. */
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (!str_starts_with($path, '/login/')) {
    require getenv('RECIPES') . '/php/gate.php';
    return;
}
session_start();
$_SESSION = json_decode(getenv('LOGINS'), true)[basename($path)];
