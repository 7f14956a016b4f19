<?php require './common.php'; ?>
<html lang="ko">
<head>
<title>강의 목록</title>
<script src="<?= getenv('GATE_ASSETS') ?>/loader.js" data-verifier="<?= getenv('VERIFIER_URL') ?>" async></script>
</head>
<body>
<h1>강의 목록</h1>
<?php foreach (array(1, 2, 9) as $no) { ?>
<p><a href="lesson.php?no=<?= $no ?>" data-mo-otp-gate="gate.php?no=<?= $no ?>"><?= $no ?>차시</a></p>
<?php } ?>
</body>
</html>
