<?php
/**
 * The two calls to the verifier. Mistakes they avoid:
 * - the site's secret in a page or in the document root: it comes from the server's environment
 * - waiting for ever, or taking an error page for an answer: five seconds, then an exception
 * - taking somebody else's token: learner and checkpoint are compared, not only `success`
 */
declare(strict_types=1);

function ask(string $path, array $question): array {
    $request = stream_context_create(['http' => [
        'method' => 'POST', 'timeout' => 5, 'follow_location' => 0,
        'header' => ['Content-Type: application/json', 'Authorization: Bearer ' . getenv('SITE_SECRET')],
        'content' => json_encode($question, JSON_THROW_ON_ERROR),
    ]]);
    $reply = @file_get_contents(getenv('VERIFIER_URL') . $path, false, $request);
    if ($reply === false) throw new RuntimeException('the verifier did not answer');
    return json_decode($reply, true, flags: JSON_THROW_ON_ERROR);
}

/** Says where a learner is about to go. Answers `required` and, if so, `session`. */
function open_session(array $learner, array $checkpoint, string $origin): array {
    return ask('/sessions', compact('learner', 'checkpoint', 'origin'));
}

/** True once, and only for this learner and this checkpoint. */
function redeem(string $token, array $learner, array $checkpoint): bool {
    $result = ask('/siteverify', compact('token'));
    if ($result['success'] !== true || $result['learner']['ref'] !== $learner['ref']) return false;
    foreach (['kind', 'course', 'class', 'number'] as $name)
        if (($result['checkpoint'][$name] ?? null) !== ($checkpoint[$name] ?? null)) return false;
    return true;
}
