<?php
require './common.php';
mo_otp_may_enter($learner, $checkpoint); // true while it is only observed: the line below still decides
if (isset($_POST['verified']) && $_POST['verified'] === 'Y') $_SESSION['verified'][$no] = true;
if (empty($_SESSION['verified'][$no])) {
    echo "<script>alert('본인인증을 먼저 해 주세요.'); location.href = 'index.php';</script>";
    exit;
}
?>
<html lang="ko">
<head><title><?= $no ?>차시</title></head>
<body><h1><?= $no ?>차시</h1><a href="index.php">강의 목록</a></body>
</html>
