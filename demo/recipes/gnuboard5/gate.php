<?php
/** UNTRIED: the endpoint of data-mo-otp-gate="/gate.php?kind=lesson&number=9" for gnuboard5. */
include_once './_common.php';

$learner = mo_otp_g5_learner();
if ($learner === null) {
    http_response_code(401);
    exit;
}
$kind = isset($_GET['kind']) ? $_GET['kind'] : null;
if (!in_array($kind, array('lesson', 'evaluation', 'exam', 'assignment'), true)) $kind = null;
$range = array('min_range' => 1, 'max_range' => 999);
$number = filter_input(INPUT_GET, 'number', FILTER_VALIDATE_INT, array('options' => $range));
if ($kind === null || ($kind === 'lesson') !== is_int($number)) {
    http_response_code(404);
    exit;
}
// the course of the login: a site with several courses takes it from its own tables
$checkpoint = array('kind' => $kind, 'course' => get_session('course'), 'class' => get_session('class'));
if (is_int($number)) $checkpoint['number'] = $number;
mo_otp_endpoint($learner, $checkpoint);
