<?php
require './common.php';
try {
    $admitted = mo_otp_may_enter($learner, $checkpoint);
} catch (MoOtpUnavailable $failure) {
    $admitted = null; // the cause is in the log
}
if ($admitted) {
    $title = "{$no}차시";
    $body = '<a href="index.php">강의 목록</a>';
} elseif ($admitted === false) {
    http_response_code(403);
    $title = '본인확인이 필요합니다';
    $body = "<a href=\"lesson.php?no=$no\" data-mo-otp-gate=\"gate.php?no=$no\">본인확인하고 들어가기</a>";
} else {
    http_response_code(503);
    $title = '지금은 본인확인을 할 수 없습니다';
    $body = "<a href=\"lesson.php?no=$no\">다시 시도하기</a>";
}
?>
<html lang="ko">
<head>
<title><?= $title ?></title>
<script src="<?= getenv('GATE_ASSETS') ?>/loader.js" data-verifier="<?= getenv('VERIFIER_URL') ?>" async></script>
</head>
<body><h1><?= $title ?></h1><?= $body ?></body>
</html>
