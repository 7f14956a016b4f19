<?php
/**
 * The endpoint of `data-mo-otp-gate="/gate.php?lesson=9"`. Mistakes it avoids:
 * - trusting the browser: the learner comes from $_SESSION, where the login put `learner` (ref, name, phone), `course` and `class`
 * - redeeming twice: what was redeemed stays in $_SESSION, and every guarded page calls `entered`
 * - personal data in the page: the answer is a session id and nothing else
 */
declare(strict_types=1);
require_once __DIR__ . '/verifier.php';

/** Whether this browser's learner was let in; every guarded page asks this. */
function entered(array $checkpoint): bool {
    return isset($_SESSION['entered'][implode('/', $checkpoint)]);
}

function answer(int $status, ?array $body = null): never {
    http_response_code($status);
    header('Cache-Control: no-store');
    if ($body !== null) {
        header('Content-Type: application/json');
        echo json_encode($body);
    }
    exit;
}

session_start();
$learner = $_SESSION['learner'] ?? answer(401);
$number = filter_input(INPUT_GET, 'lesson', FILTER_VALIDATE_INT, ['options' => ['min_range' => 1, 'max_range' => 999]]) ?: answer(404);
$checkpoint = ['kind' => 'lesson', 'course' => $_SESSION['course'], 'class' => $_SESSION['class'], 'number' => $number];

try {
    if ($_SERVER['REQUEST_METHOD'] === 'GET') {
        if (entered($checkpoint)) answer(200, ['required' => false]);
        $reply = open_session($learner, $checkpoint, getenv('SITE_ORIGIN'));
        answer(200, array_intersect_key($reply, ['required' => true, 'session' => true]));
    }
    // JSON only: what a form of another site cannot send
    if (!str_starts_with($_SERVER['CONTENT_TYPE'] ?? '', 'application/json')) answer(415);
    $token = json_decode(file_get_contents('php://input'), true)['token'] ?? null;
    if (!is_string($token) || !redeem($token, $learner, $checkpoint)) answer(403);
    session_regenerate_id(true);
    $_SESSION['entered'][implode('/', $checkpoint)] = time();
    answer(204);
} catch (Exception $failure) {
    error_log($failure->getMessage()); // of the verifier, never of the learner
    answer(503);
}
