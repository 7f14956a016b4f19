<?php
/**
 * A small training site with the gate: `php -S localhost:8080 demo/recipes/php/site.php`. Needs VERIFIER_URL,
 * SITE_SECRET, SITE_ORIGIN and GATE_ASSETS (the address of the package's dist folder). A real site has its own login
 * and pages.
 */
require_once __DIR__ . '/mo-otp-gate.php';

$logins = array(
    'kim' => array('ref' => 'learner-1', 'name' => '김하나', 'phone' => '010-0000-1234'),
    'lee' => array('ref' => 'learner-2', 'name' => '이두리', 'phone' => '010-0000-5678'),
);
$titles = array('evaluation' => '진행단계 평가', 'exam' => '최종 시험', 'assignment' => '과제');
if (getenv('SITE_CHARSET')) mo_otp_settings(array('charset' => getenv('SITE_CHARSET')));
if (getenv('OBSERVE') === 'yes') mo_otp_settings(array('observe' => true));
if (getenv('TIMEOUT')) mo_otp_settings(array('timeout' => (int) getenv('TIMEOUT')));

/** A text of this file in the site's charset: a site in EUC-KR has its files and its roster in EUC-KR. */
function site_text($text) {
    return getenv('SITE_CHARSET') ? iconv('UTF-8', getenv('SITE_CHARSET'), $text) : $text;
}

function page($status, $title, $body) {
    http_response_code($status);
    header('Content-Type: text/html; charset=' . (getenv('SITE_CHARSET') ?: 'utf-8'));
    header('Cache-Control: no-store');
    $loader = '<script src="' . getenv('GATE_ASSETS') . '/loader.js"'
        . ' data-verifier="' . getenv('VERIFIER_URL') . '" async></script>';
    echo site_text("<!doctype html><html lang=\"ko\"><title>$title</title>$loader<h1>$title</h1>$body");
}

function gated_page($path) {
    page(403, '본인확인이 필요합니다', "<a href=\"$path\" data-mo-otp-gate=\"/gate$path\">본인확인하고 들어가기</a>");
}

function link_to($path, $text) {
    return "<p><a href=\"$path\" data-mo-otp-gate=\"/gate$path\">$text</a></p>";
}

function checkpoint_of($path) {
    $here = array('course' => 'SAFETY', 'class' => 'SAFETY,2026-1');
    if (preg_match('#^/lesson/([1-9]\d{0,2})$#', $path, $found)) {
        return array('kind' => 'lesson', 'number' => (int) $found[1]) + $here;
    }
    return preg_match('#^/(evaluation|exam|assignment)$#', $path, $found) ? array('kind' => $found[1]) + $here : null;
}

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$post = $_SERVER['REQUEST_METHOD'] === 'POST';
session_start();
if (preg_match('#^/login/(kim|lee)$#', $path, $found)) {
    session_regenerate_id(true);
    $_SESSION['learner'] = array_map('site_text', $logins[$found[1]]);
    header('Location: /course', true, 303);
    return;
}
if (!isset($_SESSION['learner'])) {
    page(401, '먼저 로그인해 주세요', '<p><a href="/login/kim">김하나</a> <a href="/login/lee">이두리</a></p>');
    return;
}
$learner = $_SESSION['learner'];
if ($path === '/course') {
    $links = array_map(function ($number) { return link_to("/lesson/$number", "{$number}차시"); }, array(1, 2, 9, 10));
    foreach (array('evaluation', 'exam') as $kind) $links[] = link_to("/$kind", $titles[$kind]);
    page(200, '강의 목록', implode($links) . '<p><a href="/assignment">과제</a></p>');
    return;
}
$endpoint = strpos($path, '/gate/') === 0;
$checkpoint = checkpoint_of($endpoint ? substr($path, 5) : $path);
if ($checkpoint === null) {
    page(404, '그런 페이지는 없습니다', '');
    return;
}
if ($endpoint) {
    mo_otp_endpoint($learner, $checkpoint);
    return;
}
$kind = $checkpoint['kind'];
try {
    // the assignment's form is open, submitting it is verified
    if (($kind !== 'assignment' || $post) && !mo_otp_may_enter($learner, $checkpoint)) {
        gated_page($path);
        return;
    }
} catch (MoOtpUnavailable $failure) {
    page(503, '지금은 본인확인을 할 수 없습니다', "<a href=\"$path\">다시 시도하기</a>");
    return;
}
if ($post && $kind !== 'lesson') {
    mo_otp_end_entry($checkpoint);
    page(200, '제출했습니다', '<a href="/course">강의 목록</a>');
} elseif ($kind === 'lesson') {
    page(200, "{$checkpoint['number']}차시", '<a href="/course">강의 목록</a>');
} else {
    $gate = $kind === 'assignment' ? ' data-mo-otp-gate="/gate/assignment"' : '';
    page(200, $titles[$kind], "<form method=\"post\" action=\"$path\"$gate><button>제출하기</button></form>");
}
